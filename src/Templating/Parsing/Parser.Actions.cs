using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Parsing;

internal sealed partial class Parser
{
    // Null for end and else.
    private Node? TextOrAction(out TokenKind end)
    {
        end = TokenKind.Eof;
        var token = _tokens.NextWord();
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new TextNode(_source, token.Start, token.Length);
            case TokenKind.LeftDelimiter:
                _actionLine = token.Line;
                var node = Action(out end);
                _actionLine = 0;
                return node;
            default:
                throw Unexpected(token, "input");
        }
    }

    private Node? Action(out TokenKind end)
    {
        end = TokenKind.Eof;
        var token = _tokens.NextWord();
        switch (token.Kind)
        {
            case TokenKind.Block:
                return Block();
            case TokenKind.Break:
                return Jump(NodeKind.Break, token.Start, "{{break}}");
            case TokenKind.Continue:
                return Jump(NodeKind.Continue, token.Start, "{{continue}}");
            case TokenKind.Else:
                if (_tokens.PeekWord().Kind is not (TokenKind.If or TokenKind.With))
                {
                    Expect(TokenKind.RightDelimiter, "else");
                }

                end = TokenKind.Else;
                return null;
            case TokenKind.End:
                Expect(TokenKind.RightDelimiter, "end");
                end = TokenKind.End;
                return null;
            case TokenKind.If:
                return Branch(NodeKind.If, "if");
            case TokenKind.Range:
                return Branch(NodeKind.Range, "range");
            case TokenKind.With:
                return Branch(NodeKind.With, "with");
            case TokenKind.Template:
                return Template();
            default:
                _tokens.Back();
                // Variables that it declares live on to the end of the block.
                return new ActionNode(_source, _tokens.Peek().Start, Pipeline("command", TokenKind.RightDelimiter));
        }
    }

    private BranchNode Branch(NodeKind kind, string context)
    {
        var variables = _scope.Count;
        var pipeline = Pipeline(context, TokenKind.RightDelimiter);
        _loops += kind == NodeKind.Range ? 1 : 0;
        var body = ItemList(out var end);
        _loops -= kind == NodeKind.Range ? 1 : 0;
        ListNode? otherwise = null;
        if (end == TokenKind.Else)
        {
            TokenKind? chained = kind == NodeKind.If ? TokenKind.If : kind == NodeKind.With ? TokenKind.With : null;
            if (_tokens.Peek().Kind == chained)
            {
                // {{else if}} is a branch in the else part; one {{end}} closes both.
                var token = _tokens.Next();
                otherwise = new(_source, token.Start, [Chained(kind, context)]);
            }
            else
            {
                otherwise = ItemList(out end);
                if (end != TokenKind.End)
                {
                    throw Fail("expected end; found " + Describe(end));
                }
            }
        }

        _scope.Truncate(variables);
        return new(kind, _source, pipeline, body, otherwise);
    }

    private BranchNode Chained(NodeKind kind, string context)
    {
        if (_blocks == MaxBlocks)
        {
            throw Fail("blocks are nested too deeply");
        }

        _blocks++;
        var branch = StackGuard.IsNeeded ? StackGuard.Run(() => Branch(kind, context)) : Branch(kind, context);
        _blocks--;
        return branch;
    }

    private JumpNode Jump(NodeKind kind, int position, string name)
    {
        var token = _tokens.NextWord();
        if (token.Kind != TokenKind.RightDelimiter)
        {
            throw Unexpected(token, name);
        }

        return _loops > 0 ? new(kind, _source, position) : throw Fail(name + " outside {{range}}");
    }

    private TemplateNode Template()
    {
        const string Context = "template clause";
        var token = _tokens.NextWord();
        var name = TemplateName(token, Context);
        PipelineNode? argument = null;
        if (_tokens.NextWord().Kind != TokenKind.RightDelimiter)
        {
            _tokens.Back();
            argument = Pipeline(Context, TokenKind.RightDelimiter);
        }

        return new(_source, token.Start, name, argument);
    }

    private TemplateNode Block()
    {
        const string Context = "block clause";
        var token = _tokens.NextWord();
        var name = TemplateName(token, Context);
        var argument = Pipeline(Context, TokenKind.RightDelimiter);
        Add(name, BodyOfItsOwn(Context));
        return new(_source, token.Start, name, argument);
    }

    private ByteString TemplateName(Token token, string context) => token.Kind is TokenKind.String or TokenKind.RawString
        ? new(StringLiteral.Parse(_source[token]) ?? throw Fail("invalid syntax"))
        : throw Unexpected(token, context);

    private void Expect(TokenKind kind, string context)
    {
        var token = _tokens.NextWord();
        if (token.Kind != kind)
        {
            throw Unexpected(token, context);
        }
    }
}
