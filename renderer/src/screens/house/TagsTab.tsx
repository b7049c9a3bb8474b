import type { ReactNode } from 'react';
import { DEFAULT_HOUSE_SETTING, HOUSE_SETTING_ID } from '../../../../shared/domain/house-setting.ts';
import { tagColourSchema, type HouseTag } from '../../../../shared/domain/tag.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Picker } from '../../components/Picker.tsx';
import { Tag } from '../../components/Tag.tsx';
import { Tick } from '../../components/Tick.tsx';
import { putRecord, shownRecord, shownRecords, useHouse } from '../../store/house.ts';
import { useCenter } from '../../store/rows.ts';
import { useText } from '../../text/index.tsx';
import { freshId } from './fresh-id.ts';
import { TypedField } from './TypedField.tsx';

/** TAG-1: the words conversations are sorted by. */
export function TagsTab(): ReactNode {
  const { t, f } = useText();
  const center = useCenter();
  const edits = useHouse((state) => state.edits);
  // In the order they had: a line that is being renamed stays where it is.
  const tags = shownRecords(center, edits, 'tag').toSorted((a, b) => Number(a.archived) - Number(b.archived) || f.compare(center.tags.get(a.id)?.name ?? '\uffff', center.tags.get(b.id)?.name ?? '\uffff') || f.compare(a.id, b.id));
  const setting = shownRecord(center, edits, 'houseSetting', HOUSE_SETTING_ID) ?? DEFAULT_HOUSE_SETTING;
  const add = (): void => {
    const taken = new Set(tags.map(({ name }) => name));
    const name = Array.from({ length: 500 }, (_, i) => (i === 0 ? t('house.newTag') : `${t('house.newTag')} ${i + 1}`)).find((one) => !taken.has(one)) ?? t('house.newTag');
    const id = freshId('tag', '');
    putRecord('tag', id, { id, name, colour: 'blue', archived: false });
  };
  return (
    <section className="panel" data-testid="house-tags">
      <h2>{t('house.tags')}</h2>
      <p className="muted">{t('house.tagsHint')}</p>
      <Tick label={t('house.openTags')} isSelected={setting.openTags} onChange={(openTags) => putRecord('houseSetting', HOUSE_SETTING_ID, { ...setting, openTags })} />
      {tags.map((tag) => (
        <TagLine key={tag.id} tag={tag} />
      ))}
      <Button isSmall onPress={add} testId="house-add-tag">
        {t('house.addTag')}
      </Button>
    </section>
  );
}

function TagLine({ tag }: { readonly tag: HouseTag }): ReactNode {
  const { t } = useText();
  const put = (change: Partial<HouseTag>): void => putRecord('tag', tag.id, { ...tag, ...change });
  const describe = (text: string): void => {
    const { description: _before, ...rest } = tag;
    putRecord('tag', tag.id, text.trim() === '' ? rest : { ...rest, description: text });
  };
  return (
    <div className="house-line" role="group" aria-label={tag.name} data-testid="house-tag">
      <TypedField label={t('house.name')} value={tag.name} write={(name) => name} read={(text) => (text.trim() === '' || text.includes(',') ? undefined : text.trim())} onChange={(name) => put({ name })} name={`tag-${tag.id}`} problem={t('house.tagWrong')} maxLength={40} />
      <Picker label={t('house.colour')} value={tag.colour} options={tagColourSchema.options.map((id) => ({ id, label: t(`house.colour.${id}`) }))} onChange={(colour) => put({ colour })} />
      <Field label={t('house.description')} value={tag.description ?? ''} onChange={describe} name={`tag-about-${tag.id}`} maxLength={300} />
      <Tick label={t('house.archived')} isSelected={tag.archived} onChange={(archived) => put({ archived })} />
      <Tag tone={tag.colour}>{tag.name}</Tag>
      {tag.was !== undefined && <span className="muted">{t('house.wasCalled', tag.was.join(', '))}</span>}
      <IconButton label={t('rules.remove', tag.name)} onPress={() => putRecord('tag', tag.id, null)}>
        <Icon name="close" size={13} />
      </IconButton>
    </div>
  );
}
