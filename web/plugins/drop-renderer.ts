import type { Plugin } from 'vite';

/** The instance that marked makes of itself as soon as it is there, its functions, and the names of all it exports. */
const END =
  /var (\w+)=new \w+;function \w+\((\w+),(\w+)\)\{return \1\.parse\(\2,\3\)\}[^]*?(?=export\{([^}]*)\})/;

/** Leaves out marked's renderer, a fifth of it, which nobody here asks for; its lexer stays. */
export function dropRenderer(): Plugin {
  return {
    name: 'continuo:drop-renderer',
    apply: 'build',
    transform: {
      filter: { id: /\/marked\.esm\.js$/ },
      handler(code) {
        const [instance, , , , exported] = END.exec(code) ?? [];
        if (instance === undefined || exported === undefined)
          return this.error('marked is not built as it was: look for its instance.');
        const declared = new Set(instance.match(/(?<=\b(?:var|function) |,)\w+(?==|\()/g));
        const left = exported.split(',').filter((entry) => !declared.has(entry.split(' ')[0] ?? ''));
        return {
          code: code.replace(instance, '').replace(exported, left.join(',')),
          map: null,
        };
      },
    },
  };
}
