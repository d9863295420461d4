import type { JSX } from 'preact';
import { type Address, addressOf, hashOf } from '../estate/address';
import { ACKNOWLEDGED_FINDINGS, OPEN_FINDINGS } from '../estate/filter';
import { shown } from '../estate/words';
import { usePage } from './page';

export function FilterBar(): JSX.Element {
  const { estate, address, filter } = usePage();
  const go = (to: Partial<Address>) => {
    // Not as it is shown: two quick choices would undo one another.
    location.hash = hashOf({ ...addressOf(location.hash), ...to });
  };
  return (
    <form
      class="filters"
      aria-label="Filters"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Choice
        label="Account"
        value={address.account}
        onChoose={(account) => {
          go({ account });
        }}
        options={estate.accounts.map((account) => [account, account])}
      />
      <Choice
        label="Project"
        value={address.project}
        onChoose={(project) => {
          go({ project });
        }}
        options={estate.projects.map(({ key, name, platform }) => [key, `${name} (${platform})`])}
      />
      <Choice
        label="Finding"
        value={address.finding}
        onChoose={(finding) => {
          go({ finding });
        }}
        options={[
          [OPEN_FINDINGS, 'any open'],
          [ACKNOWLEDGED_FINDINGS, 'any acknowledged'],
          ...estate.rules.map((rule) => [rule, rule] as const),
        ]}
      />
      {filter.isOn ? (
        <button
          type="button"
          onClick={() => {
            go({ account: '', project: '', finding: '' });
          }}
        >
          Show all
        </button>
      ) : undefined}
    </form>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
}): JSX.Element {
  return (
    <label class={props.value === '' ? '' : 'on'}>
      <span>{props.label}</span>
      <select
        value={props.value}
        disabled={props.options.length === 0}
        onChange={({ currentTarget }) => {
          props.onChoose(currentTarget.value);
        }}
      >
        <option value="">all</option>
        {props.options.map(([value, name]) => (
          <option key={value} value={value}>
            {shown(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
