using System.Runtime.InteropServices;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Templating.Parsing;

/// <summary>Builds the syntax trees of one text: its main body and the definitions in it (spec go-template.md 2).</summary>
internal sealed partial class Parser
{
    // Go has no limit; each level costs stack.
    private const int MaxBlocks = 20_000;

    private readonly Source _source;
    private readonly FunctionTable _functions;
    private readonly Lexer _lexer;
    private readonly TokenBuffer _tokens;
    private readonly List<ParsedTemplate> _templates = [];
    private readonly Dictionary<ByteString, int> _places = [];

    // Children of the nodes under construction; each node takes its own off the end.
    private readonly List<Node> _children = [];
    private readonly List<CommandNode> _commands = [];
    private readonly List<ByteString> _path = [];
    private Scope _scope = new();
    private int _loops;
    private int _blocks;
    private int _parens;
    private int _actionLine;

    private Parser(Source source, FunctionTable functions)
    {
        (_source, _functions, _lexer) = (source, functions, new(source.Text));
        _tokens = new(_lexer);
    }

    /// <summary>The definitions in order of appearance, the main body under <paramref name="name"/> last.</summary>
    /// <exception cref="TemplateException">The text is no template.</exception>
    public static List<ParsedTemplate> Parse(ByteString name, Source source, FunctionTable functions)
    {
        var parser = new Parser(source, functions);
        parser.Add(name, parser.MainBody());
        return parser._templates;
    }

    private ListNode MainBody()
    {
        var position = _tokens.Peek().Start;
        var mark = _children.Count;
        while (_tokens.Peek().Kind != TokenKind.Eof)
        {
            if (_tokens.Peek().Kind == TokenKind.LeftDelimiter)
            {
                var delimiter = _tokens.Next();
                if (_tokens.NextWord().Kind == TokenKind.Define)
                {
                    Definition();
                    continue;
                }

                _tokens.Back(delimiter);
            }

            var node = TextOrAction(out var end);
            if (node is null)
            {
                throw Fail("unexpected " + Describe(end), TemplateFault.UnexpectedEnd);
            }

            _children.Add(node);
        }

        return TakeList(position, mark);
    }

    private void Definition()
    {
        const string Context = "define clause";
        var name = TemplateName(_tokens.NextWord(), Context);
        Expect(TokenKind.RightDelimiter, Context);
        Add(name, BodyOfItsOwn(Context));
    }

    // A definition sees no variables and no loops of its surroundings.
    private ListNode BodyOfItsOwn(string context)
    {
        var (scope, loops) = (_scope, _loops);
        (_scope, _loops) = (new(), 0);
        var body = ItemList(out var end);
        if (end != TokenKind.End)
        {
            throw Fail($"unexpected {Describe(end)} in {context}", TemplateFault.UnexpectedEnd);
        }

        (_scope, _loops) = (scope, loops);
        return body;
    }

    private void Add(ByteString name, ListNode root)
    {
        if (_places.TryAdd(name, _templates.Count))
        {
            _templates.Add(new(name, root));
            return;
        }

        var place = _places[name];
        if (_templates[place].Root.IsBlank)
        {
            _templates[place] = new(name, root);
        }
        else if (!root.IsBlank)
        {
            throw Fail("template: multiple definition of template " + GoQuote.Format(name.Span, GoQuoteStyle.Quote));
        }
    }

    // Items up to end or else, whichever comes is returned.
    private ListNode ItemList(out TokenKind end)
    {
        if (_blocks == MaxBlocks)
        {
            throw Fail("blocks are nested too deeply");
        }

        _blocks++;
        ListNode list;
        if (StackGuard.IsNeeded)
        {
            (list, end) = StackGuard.Run(() => (Items(out var how), how));
        }
        else
        {
            list = Items(out end);
        }

        _blocks--;
        return list;
    }

    private ListNode Items(out TokenKind end)
    {
        var position = _tokens.PeekWord().Start;
        var mark = _children.Count;
        while (_tokens.PeekWord().Kind != TokenKind.Eof)
        {
            var node = TextOrAction(out end);
            if (node is null)
            {
                return TakeList(position, mark);
            }

            _children.Add(node);
        }

        throw Fail("unexpected EOF", TemplateFault.MissingEnd);
    }

    private ListNode TakeList(int position, int mark) => new(_source, position, TakeChildren(mark));

    private Node[] TakeChildren(int mark)
    {
        var items = CollectionsMarshal.AsSpan(_children)[mark..].ToArray();
        _children.RemoveRange(mark, items.Length);
        return items;
    }
}
