import fc from 'fast-check';
import { addressOf, hashOf, START } from '../../report/estate/address';
import { csvOf } from '../../report/estate/csv';
import { Estate } from '../../report/estate/estate';
import { filterOf } from '../../report/estate/filter';
import { pictureOfPlace, pictureOfPrincipal, pictureOfProject } from '../../report/estate/picture';
import { covers, overlaps, type Place, placesOf } from '../../report/estate/places';
import { accessFrom, accessTo, mappingsTo, pathOf, walk } from '../../report/estate/reach';
import { Search } from '../../report/estate/search';
import { shown } from '../../report/estate/words';
import type { ReportData } from '../../report/report';
import { chain, estateOf } from './estate';

const estate = new Estate(chain);
const named = (name: string) => estate.nodes.find((node) => node.name === name)!;
const names = (walked: ReturnType<typeof walk>) => [...walked.values()].map(({ node }) => node.name);

describe('who can become whom', () => {
  test('follows complete edges over every step, and half edges never', () => {
    expect(names(walk(estate, [named('hopsworks/instance')], 'forward'))).toEqual([
      'hopsworks/instance',
      'pods',
      'reader',
      'deep',
    ]);
    expect(names(walk(estate, [named('writer')], 'backward'))).toEqual(['writer']);
  });

  test('the path says each step in the order in which it is gone, from either end', () => {
    const pods = named('hopsworks/instance');
    const deep = named('deep');
    const forward = pathOf(walk(estate, [pods], 'forward'), deep);
    const backward = pathOf(walk(estate, [deep], 'backward'), pods);
    const steps = [
      ['hopsworks/instance', 'pods'],
      ['pods', 'reader'],
      ['reader', 'deep'],
    ];
    expect(forward.map(({ from, to }) => [from.name, to.name])).toEqual(steps);
    expect(backward.map(({ from, to }) => [from.name, to.name])).toEqual(steps);
  });

  test('two ways between the same two are one step with both', () => {
    const [step] = pathOf(walk(estate, [named('hopsworks/instance')], 'forward'), named('pods'));
    expect(step?.edges.map(({ mechanism }) => mechanism)).toEqual(['webIdentity', 'podIdentity']);
  });

  test('circles end', () => {
    const round = new Estate({
      ...chain,
      edges: [...chain.edges, { from: 'deep', to: 'pods', mechanism: 'assume', conditions: [], complete: true }],
    });
    expect(walk(round, [round.node('reader')], 'forward').size).toBe(3);
    expect(pathOf(walk(round, [round.node('deep')], 'forward'), round.node('reader'))).toHaveLength(2);
  });

  test('a role that the report only names is a principal like the others', () => {
    const elsewhere = estate.node('arn:aws:iam::222233334444:role/path/elsewhere');
    expect(elsewhere).toMatchObject({ name: 'elsewhere', account: '222233334444', type: 'role' });
    expect(estate.nodes).toContain(elsewhere);
  });
});

describe('who gets to data', () => {
  const lake = estate.place('s3 arn:aws:s3:::lake')!;

  test('everybody who holds it, or a pattern that means it, and who can become them', () => {
    const ways = accessTo(estate, lake).map(({ node, holdings, path }) => [
      node.name,
      ...holdings.map(({ data }) => data.resource),
      path.length,
    ]);
    expect(ways).toEqual([
      ['deep', 'arn:aws:s3:::l*', 0],
      ['reader', 'arn:aws:s3:::lake/raw/*', 0],
      ['writer', 'arn:aws:s3:::lake/*', 0],
      ['pods', 'arn:aws:s3:::lake/raw/*', 1],
      ['reader', 'arn:aws:s3:::l*', 1],
      ['hopsworks/instance', 'arn:aws:s3:::lake/raw/*', 2],
      ['pods', 'arn:aws:s3:::l*', 2],
      ['hopsworks/instance', 'arn:aws:s3:::l*', 3],
    ]);
  });

  test('and the other way round, from a principal', () => {
    const reached = accessFrom(estate, named('pods')).flatMap(({ holdings }) =>
      holdings.map(({ data }) => data.resource),
    );
    expect(reached).toEqual(['arn:aws:s3:::lake/raw/*', 'arn:aws:s3:::l*']);
  });

  test('projects by the roles that their members become', () => {
    const walked = walk(estate, [named('deep')], 'backward');
    expect(mappingsTo(estate, walked).map(({ project, mapping }) => [project.name, mapping.role.name])).toEqual([
      ['fraud', 'reader'],
    ]);
    expect(mappingsTo(estate, walk(estate, [named('writer')], 'backward'))).toEqual([]);
  });

  test('a bucket is one place, whatever stands behind it; its ARN may be a reference with a path', () => {
    const data = ['arn:aws:s3:::lake', 'arn:aws:s3:::lake/a/*', '${Data/Lake.Arn}/raw/*', '${Data/Lake.Arn}'];
    const places = placesOf(data.map((resource) => dataOf(resource)));
    expect([...places.values()].map(({ resource }) => resource)).toEqual([
      'arn:aws:s3:::lake',
      'arn:aws:s3:::lake',
      '${Data/Lake.Arn}',
      '${Data/Lake.Arn}',
    ]);
    expect(
      placesOf([{ ...dataOf('arn:aws:glue:::table/a/b'), service: 'glue' }]).get('glue arn:aws:glue:::table/a/b'),
    ).toMatchObject({ resource: 'arn:aws:glue:::table/a/b' });
  });

  test.each([
    ['a*', 'ab', true],
    ['ab', 'a*', false],
    ['a*', '*b', false],
    ['*', 'l*', true],
    ['a?', 'ab', true],
    ['a?', 'a', false],
    ['a?', 'a*', false],
    ['a*', 'a?', true],
    ['a*c', 'abcbc', true],
    ['*', '', true],
    ['a**', 'a', true],
    ['a*', 'a*', true],
    ['arn:aws:s3:::lake-*', '${Data/Lake.Arn}', true],
    ['arn:aws:s3:::lake-*', 'arn:aws:s3:::sea-${Name}', false],
  ])('%s means all of %s: %s', (wide, narrow, expected) => {
    expect(covers(placeOf(wide), placeOf(narrow))).toBe(expected);
  });

  test.each([
    ['a*', '*b', true],
    ['a*c', 'ab', false],
    ['a?', 'ab', true],
    ['a?', 'a', false],
    ['lake-*-x', 'lake-1*', true],
    ['lake-*-x', 'sea*', false],
    ['', '*', true],
  ])('%s and %s may mean the same: %s', (a, b, expected) => {
    expect(overlaps(placeOf(a), placeOf(b))).toBe(expected);
    expect(overlaps(placeOf(b), placeOf(a))).toBe(expected);
  });

  test('patterns of one service say nothing of another', () => {
    expect(covers(placeOf('*'), { ...placeOf('a'), service: 'glue' })).toBe(false);
  });

  test('who may call every action gets to the data of each service', () => {
    const everything = { principal: 'admin', actions: ['*:*'], level: 'admin' as const, service: '*' };
    const places = placesOf([
      { ...everything, resource: '*' },
      { ...everything, resource: 'arn:aws:s3:::lake/*' },
    ]);
    const [all, lake] = [...places.values()] as [Place, Place];
    const bucket = { ...placeOf('arn:aws:s3:::lake'), service: 's3' };
    expect([all, lake].map((place) => covers(place, bucket))).toEqual([true, true]);
    expect([all, lake].map((place) => covers(place, { ...bucket, resource: 'arn:aws:s3:::other' }))).toEqual([
      true,
      false,
    ]);
  });

  test('who may do everything to a bucket is among those who get there', () => {
    const everything = { principal: 'writer', service: '*', resource: 'arn:aws:s3:::lake/*', actions: ['*:*'] };
    const wide = new Estate({ ...chain, data: [chain.data[0]!, { ...everything, level: 'admin' }] });
    const levels = accessTo(wide, wide.place('s3 arn:aws:s3:::lake')!).map(({ node, level }) => [node.name, level]);
    expect(levels).toContainEqual(['writer', 'admin']);
  });

  test('a pattern means whatever it matches', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, letters, (one, text) => {
        const regex = new RegExp(`^${one.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(covers(placeOf(one), placeOf(text))).toBe(regex.test(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe('filters', () => {
  const left = (address: Partial<typeof START>) => {
    const filter = filterOf(estate, { ...START, ...address });
    return {
      nodes: estate.nodes.filter((node) => filter.node(node)).map(({ name }) => name),
      places: estate.places.filter((place) => filter.place(place)).map(({ resource }) => resource),
      projects: estate.projects.filter((project) => filter.project(project)).map(({ name }) => name),
      findings: chain.findings.filter((finding) => filter.finding(finding)).map(({ rule }) => rule),
    };
  };
  const fraud = estate.projects.find(({ name }) => name === 'fraud')!.key;

  test('none leaves everything', () => {
    expect(left({}).nodes).toHaveLength(estate.nodes.length);
    expect(left({}).findings).toEqual(['wideTrust', 'wildcard']);
  });

  test('by account', () => {
    expect(left({ account: '222222222222' })).toEqual({
      nodes: ['deep'],
      places: ['arn:aws:s3:::l*', 'arn:aws:s3:::lake'],
      projects: [],
      findings: [],
    });
  });

  test('by project: what its members can become', () => {
    expect(left({ project: fraud })).toEqual({
      nodes: ['deep', 'reader'],
      places: ['arn:aws:s3:::l*', 'arn:aws:s3:::lake'],
      projects: ['fraud'],
      findings: ['wideTrust'],
    });
  });

  test('by finding: a rule, what is open, and what is acknowledged', () => {
    expect(left({ finding: 'wideTrust' })).toMatchObject({ nodes: ['reader'], findings: ['wideTrust'] });
    expect(left({ finding: 'open' })).toMatchObject({ nodes: ['reader'], findings: ['wideTrust'] });
    expect(left({ finding: 'acknowledged' })).toMatchObject({ nodes: ['writer'], findings: ['wildcard'] });
  });
});

describe('search', () => {
  const search = new Search(estate);
  const found = (words: string) => search.find(words, 8).found.map(({ kind, label }) => [kind, label]);

  test.each([
    ['reader', ['Principals', 'reader']],
    ['222222222222', ['Principals', 'deep']],
    ['lake/raw', ['Data', 'lake']],
    ['FRAUD', ['Projects', 'fraud']],
    ['lets in more', ['Findings', 'It lets in more than its chaining role.']],
    ['data office', ['Findings', 'It reads every bucket whose name begins with l.']],
    ['system:serviceaccount', ['Conditions', 'sub is system:serviceaccount:hopsworks:instance']],
    ['does not name', ['Conditions', 'broken: the trust of writer does not name pods']],
    ['"Sid":"Planted"', ['Statements', '{"Sid":"Planted","Effect":"Allow"}']],
    ['imported', ['Not known', 'Data']],
  ])('%s', (words, expected) => {
    expect(found(words)).toContainEqual(expected);
  });

  test('every word has to be there', () => {
    expect(found('reader nowhere')).toEqual([]);
    expect(found('   ')).toEqual([]);
  });

  test('at most so many of a kind, and how many there are', () => {
    const { found: first, total } = new Search(new Estate(estateOf(100, 3))).find('role', 5);
    expect(first.filter(({ kind }) => kind === 'Principals')).toHaveLength(5);
    expect(total).toBeGreaterThan(90);
  });
});

describe('the drawing', () => {
  test('of a principal: who becomes it, whom it becomes, what that reaches, and its halves as broken', () => {
    const pods = named('pods');
    const picture = pictureOfPrincipal(estate, pods, walk(estate, [pods], 'backward'), walk(estate, [pods], 'forward'));
    expect(picture.boxes.map(({ label }) => label).sort()).toEqual(
      ['deep', 'hopsworks/instance', 'l*', 'lake', 'pods', 'reader', 'writer'].sort(),
    );
    expect(picture.arrows).toContainEqual({ from: 'pods', to: 'writer', label: 'broken', isBroken: true });
    expect(picture.arrows).toContainEqual({
      from: 'sa',
      to: 'pods',
      label: 'web identity, if … / Pod Identity',
    });
    expect(picture.arrows.filter(({ from }) => from === 'writer')).toEqual([]);
  });

  test('of data and of a project', () => {
    const lake = pictureOfPlace(estate, estate.place('s3 arn:aws:s3:::lake')!);
    expect(lake.boxes.find(({ isChosen }) => isChosen)?.label).toBe('lake');
    expect(lake.boxes.map(({ kind }) => kind)).toContain('project');
    const fraud = estate.projects.find(({ name }) => name === 'fraud')!;
    const drawn = pictureOfProject(estate, fraud, walk(estate, [named('reader')], 'forward'));
    expect(drawn.boxes.map(({ label }) => label).sort()).toEqual(['deep', 'fraud', 'l*', 'lake', 'reader']);
  });

  test('many become few: by account first, anywhere then', () => {
    const boxes = (accounts: number) => {
      const large = new Estate({
        ...chain,
        nodes: [
          { id: 'hub', type: 'role', name: 'hub', path: '', isChainingRole: true },
          ...Array.from({ length: 100 }, (_, index) => ({
            id: `r${index}`,
            type: 'role' as const,
            name: `r${index}`,
            account: String(index % accounts),
            path: '',
          })),
        ],
        edges: Array.from({ length: 100 }, (_, index) => ({
          from: 'hub',
          to: `r${index}`,
          mechanism: 'assume' as const,
          conditions: [],
          complete: true,
        })),
        data: [],
        mappings: [],
        findings: [],
      });
      const hub = large.node('hub');
      const { boxes: drawn } = pictureOfPrincipal(
        large,
        hub,
        walk(large, [hub], 'backward'),
        walk(large, [hub], 'forward'),
      );
      return drawn.map(({ label }) => label).sort();
    };
    expect(boxes(2)).toEqual(['50 roles of 0', '50 roles of 1', 'hub']);
    expect(boxes(50)).toEqual(['100 roles', 'hub']);
  });
});

describe('texts', () => {
  test('a selection is read back from its hash, and nonsense is the overview', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (id, account, project) => {
        const address = { view: 'principal', id, account, project, finding: '' } as const;
        expect(addressOf(hashOf(address))).toEqual(address);
      }),
    );
    expect(addressOf('#view=elsewhere&id=1').view).toBe('overview');
    expect(addressOf('#%')).toEqual(START);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u0000=1', '＝1'])(
    'CSV keeps a spreadsheet from taking %j for a formula',
    (text) => {
      expect(csvOf([[text]])).toBe(`"'${text}"\r\n`);
    },
  );

  test('CSV leaves other texts, and doubles quotes', () => {
    expect(csvOf([['a', 'b "c", d'], ['1=1']])).toBe('"a","b ""c"", d"\r\n"1=1"\r\n');
  });

  test('marks that turn or hide text are written out', () => {
    expect(shown('a\u202Eb\u200Bc\n')).toBe('a\\u202eb\\u200bc\\u000a');
    expect(shown('a\nb', '\n')).toBe('a\nb');
  });
});

function dataOf(resource: string): ReportData {
  return { principal: 'reader', service: 's3', resource, actions: [], level: 'read' };
}

function placeOf(resource: string): Place {
  return { key: resource, service: 's3', resource, isPattern: /[*?]/.test(resource) };
}
