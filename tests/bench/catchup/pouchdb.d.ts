// PouchDB 9 brings no types of its own; only what this bench uses.
declare module 'pouchdb-core' {
  interface Database {
    info(): Promise<{ doc_count: number }>;
    close(): Promise<void>;
  }
  interface Pouch {
    new (name: string, options: { adapter: string }): Database;
    plugin(plugin: unknown): Pouch;
    replicate(source: string, target: Database, options: { batch_size: number; batches_limit: number }): PromiseLike<unknown>;
  }
  const PouchDB: Pouch;
  export default PouchDB;
}
declare module 'pouchdb-adapter-http';
declare module 'pouchdb-adapter-leveldb';
declare module 'pouchdb-replication';
