// The grammar as a chevrotain parser that builds a concrete tree and recovers from mistakes. It knows form only: what
// names mean is decided later. Line ends matter in three places (call brackets, the x of a size, units), so that
// statements need no separators. Operators are parsed as one flat list; build-ast.ts gives them their precedence.
import type { IToken, TokenType } from 'chevrotain';
import { CstParser, EOF, tokenMatcher } from './chevrotain.ts';
import { syntaxMessages } from './messages.ts';
import * as t from './tokens.ts';

/** Tokens that can begin an operand without brackets, for telling `stride 2` from `stride`. */
const operandStarts: readonly TokenType[] = [t.NumberLiteral, t.Size, t.Bits, t.Text, t.Name, t.LeftBrace, t.If, t.Not];
const isOneOf = (token: IToken, types: readonly TokenType[]): boolean => types.some((type) => tokenMatcher(token, type));
const operators: readonly TokenType[] = [
  t.Or, t.And, t.EqualEqual, t.NotEqual, t.LessEqual, t.GreaterEqual, t.Less, t.Greater, t.Plus, t.Minus, t.Star, t.Slash, t.Percent,
];

class NfParser extends CstParser {
  readonly model = this.RULE('model', () => {
    this.MANY(() => this.SUBRULE(this.item));
  });

  readonly item = this.RULE('item', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.importItem) },
      { ALT: () => this.SUBRULE(this.network) },
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.tableItem) },
    ]);
  });

  readonly importItem = this.RULE('importItem', () => {
    this.CONSUME(t.Import);
    this.CONSUME(t.Text);
  });

  readonly network = this.RULE('network', () => {
    this.CONSUME(t.Network);
    this.CONSUME(t.Name);
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.networkItem));
    this.CONSUME(t.RightBrace);
  });

  readonly networkItem = this.RULE('networkItem', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.inputItem) },
      { ALT: () => this.SUBRULE(this.weights) },
      { ALT: () => this.SUBRULE(this.precision) },
      { ALT: () => this.SUBRULE(this.statement) },
    ]);
  });

  readonly inputItem = this.RULE('inputItem', () => {
    this.CONSUME(t.Input);
    this.CONSUME(t.Name);
    this.CONSUME(t.Colon);
    this.CONSUME2(t.Name);
    this.CONSUME(t.LeftBracket);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(t.RightBracket);
    this.MANY(() => this.SUBRULE(this.inputOption));
  });

  readonly inputOption = this.RULE('inputOption', () => {
    this.CONSUME(t.Comma);
    this.CONSUME(t.Name);
    this.OPTION(() => this.CONSUME(t.Equal));
    this.SUBRULE(this.expression);
  });

  readonly weights = this.RULE('weights', () => {
    this.CONSUME(t.Weights);
    this.OR([
      { ALT: () => this.CONSUME(t.Text) },
      {
        ALT: () => {
          this.CONSUME(t.Name);
          this.CONSUME(t.LeftParen);
          this.SUBRULE(this.expression);
          this.CONSUME(t.RightParen);
        },
      },
    ]);
  });

  readonly precision = this.RULE('precision', () => {
    this.CONSUME(t.Precision);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.precisionItem) });
  });

  readonly precisionItem = this.RULE('precisionItem', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Weights) }, { ALT: () => this.CONSUME(t.Name) }]);
    this.OPTION(() => this.CONSUME(t.Equal));
    this.SUBRULE(this.operand);
    this.OPTION2({
      GATE: () => t.unitWords.has(this.LA(1).image) && this.isOnLineOfPrevious(),
      DEF: () => this.CONSUME2(t.Name, { LABEL: 'unit' }),
    });
  });

  readonly block = this.RULE('block', () => {
    this.CONSUME(t.Block);
    this.CONSUME(t.Name);
    this.CONSUME(t.LeftParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.parameter) });
    this.CONSUME(t.RightParen);
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.statement));
    this.CONSUME(t.RightBrace);
  });

  readonly parameter = this.RULE('parameter', () => {
    this.CONSUME(t.Name);
    this.OPTION(() => {
      this.CONSUME(t.Equal);
      this.SUBRULE(this.argumentValue);
    });
  });

  readonly tableItem = this.RULE('tableItem', () => {
    this.CONSUME(t.Table);
    this.CONSUME(t.Name);
    this.SUBRULE(this.tableRows);
  });

  readonly tableRows = this.RULE('tableRows', () => {
    this.CONSUME(t.LeftBrace);
    this.MANY(() => this.SUBRULE(this.tableRow));
    this.CONSUME(t.RightBrace);
  });

  readonly tableRow = this.RULE('tableRow', () => {
    this.CONSUME(t.NumberLiteral);
    this.CONSUME(t.Colon);
    this.MANY({
      GATE: () => !tokenMatcher(this.LA(2), t.Colon),
      DEF: () => this.CONSUME2(t.NumberLiteral, { LABEL: 'inputs' }),
    });
  });

  readonly statement = this.RULE('statement', () => {
    this.OR([
      { ALT: () => this.SUBRULE(this.returnStatement) },
      { ALT: () => this.SUBRULE(this.sharedStatement) },
      { ALT: () => this.SUBRULE(this.outputStatement) },
      { ALT: () => this.SUBRULE(this.assignStatement) },
      { ALT: () => this.SUBRULE(this.pipeline) },
    ]);
  });

  readonly returnStatement = this.RULE('returnStatement', () => {
    this.CONSUME(t.Return);
    this.SUBRULE(this.pipeline);
  });

  readonly sharedStatement = this.RULE('sharedStatement', () => {
    this.CONSUME(t.Shared);
    this.CONSUME(t.Name);
    this.CONSUME(t.Equal);
    this.CONSUME2(t.Name, { LABEL: 'callee' });
    this.OPTION({
      GATE: () => this.isOnLineOfPrevious(),
      DEF: () => this.SUBRULE(this.callArguments),
    });
  });

  readonly assignStatement = this.RULE('assignStatement', () => {
    this.CONSUME(t.Name);
    this.CONSUME(t.Equal);
    this.SUBRULE(this.pipeline);
  });

  readonly outputStatement = this.RULE('outputStatement', () => {
    this.CONSUME(t.Output);
    this.CONSUME(t.Name);
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.Equal);
            this.SUBRULE(this.pipeline);
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Colon);
            this.SUBRULE(this.expression);
            this.MANY(() => this.SUBRULE(this.stage));
          },
        },
      ]),
    );
  });

  readonly pipeline = this.RULE('pipeline', () => {
    this.OPTION(() => {
      this.CONSUME(t.Name);
      this.CONSUME(t.Colon);
    });
    this.SUBRULE(this.expression);
    this.MANY(() => this.SUBRULE(this.stage));
  });

  readonly stage = this.RULE('stage', () => {
    this.CONSUME(t.Pipe);
    this.OPTION(() => this.CONSUME(t.Output));
    this.OPTION2(() => {
      this.CONSUME(t.Name, { LABEL: 'label' });
      this.CONSUME(t.Colon);
    });
    this.OR([
      { ALT: () => this.SUBRULE(this.repeat) },
      { ALT: () => this.SUBRULE(this.call) },
    ]);
  });

  readonly repeat = this.RULE('repeat', () => {
    this.CONSUME(t.Repeat);
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(t.As);
      this.CONSUME(t.Name, { LABEL: 'carried' });
      this.OPTION2(() => {
        this.CONSUME(t.Comma);
        this.CONSUME2(t.Name, { LABEL: 'index' });
      });
    });
    this.CONSUME(t.LeftBrace);
    this.OR([
      { ALT: () => this.AT_LEAST_ONE(() => this.SUBRULE(this.stage)) },
      { ALT: () => this.MANY(() => this.SUBRULE(this.statement)) },
    ]);
    this.CONSUME(t.RightBrace);
  });

  readonly call = this.RULE('call', () => {
    this.CONSUME(t.Name);
    this.OPTION({ GATE: () => this.isOnLineOfPrevious(), DEF: () => this.SUBRULE(this.callArguments) });
  });

  readonly expression = this.RULE('expression', () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.OR(operators.map((type) => ({ ALT: () => this.CONSUME(type, { LABEL: 'operator' }) })));
      this.SUBRULE2(this.operand);
    });
  });

  /** Prefix operators and a primary, or sizes joined by x. */
  readonly operand = this.RULE('operand', () => {
    this.MANY(() =>
      this.OR([
        { ALT: () => this.CONSUME(t.Minus, { LABEL: 'prefix' }) },
        { ALT: () => this.CONSUME(t.Not, { LABEL: 'prefix' }) },
      ]),
    );
    this.SUBRULE(this.primary);
    this.MANY2({
      GATE: () => this.isSizeSign(this.LA(1), this.LA(2)) && this.isOnLineOfPrevious(),
      DEF: () => {
        this.CONSUME(t.Name, { LABEL: 'by' });
        this.SUBRULE2(this.primary);
      },
    });
  });

  readonly primary = this.RULE('primary', () => {
    this.OR([
      { ALT: () => this.CONSUME(t.NumberLiteral) },
      { ALT: () => this.CONSUME(t.Size) },
      { ALT: () => this.CONSUME(t.Bits) },
      { ALT: () => this.CONSUME(t.Text) },
      { ALT: () => this.SUBRULE(this.call) },
      { ALT: () => this.SUBRULE(this.ifExpression) },
      { ALT: () => this.SUBRULE(this.tableRows) },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          this.SUBRULE(this.pipeline);
          this.CONSUME(t.RightParen);
        },
      },
    ]);
  });

  readonly ifExpression = this.RULE('ifExpression', () => {
    this.CONSUME(t.If);
    this.SUBRULE(this.pipeline, { LABEL: 'condition' });
    this.CONSUME(t.Then);
    this.SUBRULE2(this.pipeline, { LABEL: 'whenTrue' });
    this.CONSUME(t.Else);
    this.SUBRULE3(this.pipeline, { LABEL: 'whenFalse' });
  });

  readonly callArguments = this.RULE('callArguments', () => {
    this.CONSUME(t.LeftParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) });
    this.CONSUME(t.RightParen);
  });

  readonly argument = this.RULE('argument', () => {
    this.OPTION({
      GATE: () => this.isNamedArgument(),
      DEF: () => {
        this.OR([
          { ALT: () => this.CONSUME(t.Name, { LABEL: 'option' }) },
          { ALT: () => this.CONSUME(t.Weights, { LABEL: 'option' }) },
          { ALT: () => this.CONSUME(t.Table, { LABEL: 'option' }) },
        ]);
        this.OPTION2(() => this.CONSUME(t.Equal));
      },
    });
    this.SUBRULE(this.argumentValue);
  });

  /** A value, with a unit where one follows directly: `6 maps`, `2 trits`. */
  readonly argumentValue = this.RULE('argumentValue', () => {
    this.SUBRULE(this.pipeline);
    this.OPTION({
      GATE: () => t.unitWords.has(this.LA(1).image) || isOneOf(this.LA(2), [t.Comma, t.RightParen]),
      DEF: () => this.CONSUME(t.Name, { LABEL: 'unit' }),
    });
  });

  constructor() {
    super(t.vocabulary, {
      recoveryEnabled: true,
      nodeLocationTracking: 'full',
      maxLookahead: 3,
      errorMessageProvider: syntaxMessages,
    });
    this.performSelfAnalysis();
  }

  /** Whether the next token stands on the line on which the last one ended. */
  private isOnLineOfPrevious(): boolean {
    return this.LA(1).startLine === this.LA(0).endLine;
  }

  private isSizeSign(first: IToken, second: IToken): boolean {
    const isOperand = isOneOf(second, [t.NumberLiteral, t.Name, t.LeftParen]) && first.endLine === second.startLine;
    return tokenMatcher(first, t.Name) && first.image === 'x' && isOperand;
  }

  /** Whether the minus after the next token is written as a sign: a blank before it and none after. */
  private isSign(): boolean {
    const [name, minus, value] = [this.LA(1), this.LA(2), this.LA(3)];
    return (name.endOffset ?? 0) + 1 < minus.startOffset && (minus.endOffset ?? 0) + 1 === value.startOffset;
  }

  /** Tells `stride 2` and `stride = 2` from a value that begins with a name, as `k x k`, `n maps`, `stride - 1`. */
  private isNamedArgument(): boolean {
    const first = this.LA(1);
    const second = this.LA(2);
    if (isOneOf(first, [t.Weights, t.Table])) return true;
    if (!tokenMatcher(first, t.Name) || tokenMatcher(second, EOF)) return false;
    if (tokenMatcher(second, t.Equal)) return true;
    if (tokenMatcher(second, t.LeftParen)) return t.optionWords.has(first.image);
    if (tokenMatcher(second, t.Minus)) return t.signedOptionWords.has(first.image) || (t.optionWords.has(first.image) && this.isSign());
    if (!isOneOf(second, operandStarts)) return false;
    if (this.isSizeSign(second, this.LA(3))) return false;
    const isUnit = t.unitWords.has(second.image) && isOneOf(this.LA(3), [t.Comma, t.RightParen]);
    return !isUnit || t.optionWords.has(first.image);
  }
}

/** The one parser; its `input` is set for each text. */
export const parser = new NfParser();
