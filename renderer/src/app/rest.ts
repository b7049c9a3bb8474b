// What a desk does not show first, in one file of its own: `use-rest.ts` brings it once the queue stands.
export { AccountsScreen } from '../screens/accounts/AccountsScreen.tsx';
export { HouseScreen } from '../screens/house/HouseScreen.tsx';
export { KnowledgeScreen } from '../screens/knowledge/KnowledgeScreen.tsx';
export { ManyScreen } from '../screens/many/ManyScreen.tsx';
export { OutboxScreen } from '../screens/outbox/OutboxScreen.tsx';
export { QuestionsScreen } from '../screens/questions/QuestionsScreen.tsx';
export { ReportsScreen } from '../screens/reports/ReportsScreen.tsx';
export { SettingsScreen } from '../screens/settings/SettingsScreen.tsx';
export { StrategyScreen } from '../screens/strategy/StrategyScreen.tsx';
export { SupervisorScreen } from '../screens/supervisor/SupervisorScreen.tsx';
export { WatchScreen } from '../screens/watch/WatchScreen.tsx';
export { DialogHost } from './DialogHost.tsx';
