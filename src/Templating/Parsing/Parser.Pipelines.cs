using System.Runtime.InteropServices;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Parsing;

internal sealed partial class Parser
{
    private const int MaxParens = 10_000;

    private PipelineNode Pipeline(string context, TokenKind end)
    {
        var position = _tokens.PeekWord().Start;
        var variables = Declarations(context, out var assigns);
        var mark = _commands.Count;
        while (true)
        {
            var token = _tokens.NextWord();
            if (token.Kind == end)
            {
                break;
            }

            if (!StartsOperand(token.Kind))
            {
                throw Unexpected(token, context);
            }

            _tokens.Back();
            _commands.Add(Command());
        }

        var commands = CollectionsMarshal.AsSpan(_commands)[mark..].ToArray();
        _commands.RemoveRange(mark, commands.Length);
        if (commands.Length == 0)
        {
            throw Fail("missing value for " + context);
        }

        for (var i = 1; i < commands.Length; i++)
        {
            if (commands[i].Operands[0].Kind is NodeKind.Constant or NodeKind.Number or NodeKind.Dot or NodeKind.Nil)
            {
                throw Fail($"non executable command in pipeline stage {i + 1}");
            }
        }

        return new(_source, position, variables, assigns, commands);
    }

    private static bool StartsOperand(TokenKind kind) => kind is TokenKind.Boolean or TokenKind.CharacterConstant or TokenKind.Complex
        or TokenKind.Dot or TokenKind.Field or TokenKind.Identifier or TokenKind.Number or TokenKind.Nil or TokenKind.RawString
        or TokenKind.String or TokenKind.Variable or TokenKind.LeftParen;

    // $x :=, $x =, and in range $x, $y :=. Whether a variable starts a declaration shows two tokens later.
    private DeclaredVariable[] Declarations(string context, out bool assigns)
    {
        assigns = false;
        DeclaredVariable? first = null;
        while (_tokens.PeekWord() is { Kind: TokenKind.Variable } variable)
        {
            _tokens.Next();
            var after = _tokens.Peek();
            var next = _tokens.PeekWord();
            if (next.Kind is TokenKind.Assign or TokenKind.Declare)
            {
                assigns = next.Kind == TokenKind.Assign;
                _tokens.NextWord();
                var declared = Declare(variable);
                return first is { } before ? [before, declared] : [declared];
            }

            if (next.Kind != TokenKind.Character || _source.Text[next.Start] != ',')
            {
                if (after.Kind == TokenKind.Space)
                {
                    _tokens.Back(variable, after);
                }
                else
                {
                    _tokens.Back(variable);
                }

                break;
            }

            _tokens.NextWord();
            var earlier = first;
            first = Declare(variable);
            if (context != "range" || earlier is not null)
            {
                throw Fail("too many declarations in " + context);
            }

            if (_tokens.PeekWord().Kind is not (TokenKind.Variable or TokenKind.RightDelimiter or TokenKind.RightParen))
            {
                throw Fail("range can only initialize variables");
            }
        }

        // {{range $i, }} declares one variable without a value.
        return first is { } alone ? [alone] : [];
    }

    private DeclaredVariable Declare(in Token variable) => _scope.Declare(_source.Text.AsMemory(variable.Start, variable.Length));

    private CommandNode Command()
    {
        var position = _tokens.PeekWord().Start;
        var mark = _children.Count;
        while (true)
        {
            _tokens.PeekWord();
            if (Operand() is { } operand)
            {
                _children.Add(operand);
            }

            var token = _tokens.Next();
            if (token.Kind == TokenKind.Space)
            {
                continue;
            }

            if (token.Kind is TokenKind.RightDelimiter or TokenKind.RightParen)
            {
                _tokens.Back();
            }
            else if (token.Kind != TokenKind.Pipe)
            {
                throw Unexpected(token, "operand");
            }

            break;
        }

        return _children.Count > mark ? new(_source, position, TakeChildren(mark)) : throw Fail("empty command");
    }

    private Node? Operand()
    {
        var term = Term();
        if (term is null || _tokens.Peek().Kind != TokenKind.Field)
        {
            return term;
        }

        var position = _tokens.Peek().Start;
        _path.Clear();
        if (term is FieldNode first)
        {
            _path.AddRange(first.Path);
        }

        while (_tokens.Peek().Kind == TokenKind.Field)
        {
            _path.Add(FieldName(_tokens.Next()));
        }

        return term switch
        {
            FieldNode => new FieldNode(_source, position, [.. _path]),
            VariableNode variable => new VariableNode(_source, position, variable.Variable, [.. _path]),
            PipelineNode or FunctionNode => new ChainNode(_source, position, term, [.. _path]),
            _ => throw Fail("unexpected . after term " + GoQuote.Format(NodeText.Of(term))),
        };
    }

    private ByteString FieldName(in Token token) => new(_source.Text.AsMemory(token.Start + 1, token.Length - 1));

    private Node? Term()
    {
        var token = _tokens.NextWord();
        switch (token.Kind)
        {
            case TokenKind.Identifier:
                var function = _functions.Find(new(_source.Text.AsMemory(token.Start, token.Length)));
                return function is null
                    ? throw UnknownFunction(token)
                    : new FunctionNode(_source, token.Start, function);
            case TokenKind.Dot:
                return new WordNode(NodeKind.Dot, _source, token.Start);
            case TokenKind.Nil:
                return new WordNode(NodeKind.Nil, _source, token.Start);
            case TokenKind.Variable:
                var variable = _scope.Find(_source.Text.AsMemory(token.Start, token.Length));
                return variable is null
                    ? throw Fail("undefined variable " + GoQuote.Format(_source[token], GoQuoteStyle.Quote))
                    : new VariableNode(_source, token.Start, variable.Value, []);
            case TokenKind.Field:
                return new FieldNode(_source, token.Start, [FieldName(token)]);
            case TokenKind.Boolean:
                return new ConstantNode(_source, token, Value.Of(token.Length == 4));
            case TokenKind.CharacterConstant or TokenKind.Complex or TokenKind.Number:
                var number = NumberLiteral.Parse(token.Kind, _source[token], out var error);
                return number is null ? throw Fail(error) : new NumberNode(_source, token, number);
            case TokenKind.LeftParen:
                return Parenthesised();
            case TokenKind.String or TokenKind.RawString:
                return new ConstantNode(_source, token, Value.Of(StringLiteral.Parse(_source[token]) ?? throw Fail("invalid syntax")));
            default:
                _tokens.Back();
                return null;
        }
    }

    private PipelineNode Parenthesised()
    {
        const string Context = "parenthesized pipeline";
        if (_parens == MaxParens)
        {
            throw Fail("max expression depth exceeded");
        }

        _parens++;
        var pipeline = StackGuard.IsNeeded
            ? StackGuard.Run(() => Pipeline(Context, TokenKind.RightParen))
            : Pipeline(Context, TokenKind.RightParen);
        _parens--;
        return pipeline;
    }
}
