using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;
using SecretsKit.Templating.Parsing;

namespace SecretsKit.Templating;

/// <summary>
/// Named templates that can execute each other. Filled by <see cref="Parse"/> and <see cref="Add(ParsedText)"/>, then only read:
/// one set executes many times, by any number of threads, each with data of its own.
/// </summary>
public sealed class TemplateSet : ITemplateSource
{
    private readonly Dictionary<ByteString, ParsedTemplate> _templates = [];
    private readonly TemplateSet? _base;
    private readonly TextCache _texts;

    /// <param name="name">The name of the set, under which <c>tpl</c> executes and errors speak of it; Helm's is <c>gotpl</c>.</param>
    /// <param name="functions">The dialect. Must not change from now on.</param>
    public TemplateSet(string name, FunctionTable functions) => (Name, Functions, _texts) = (name, functions, new(name, functions));

    // A set that adds to another one without changing it.
    private TemplateSet(TemplateSet under) => (Name, Functions, _texts, _base) = (under.Name, under.Functions, under._texts, under);

    /// <summary>The name of the set.</summary>
    public string Name { get; }

    internal FunctionTable Functions { get; }

    /// <summary>
    /// Adds a text under a name, and the definitions in it under theirs. A name that is already there gets the new body, unless that is
    /// only white space and comments (spec go-template.md 2.2).
    /// </summary>
    /// <param name="name">Usually the path of the file; errors give it as their place.</param>
    /// <param name="text">UTF-8, given away: it must not change.</param>
    /// <exception cref="TemplateException">The text is no template; nothing was added.</exception>
    public void Parse(string name, byte[] text) => Add(ParsedText.Parse(name, text, Functions));

    /// <summary>Adds what <see cref="Parse"/> would, of a text that was parsed with the functions of this set.</summary>
    public void Add(ParsedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var template in text.Templates)
        {
            Add(template);
        }
    }

    /// <summary>Whether there is a template of this name.</summary>
    public bool Contains(string name) => Find(new(name)) is not null;

    /// <summary>Executes a template. On failure nothing is written.</summary>
    /// <param name="name">The template.</param>
    /// <param name="data">What dot and <c>$</c> are. Lent: functions such as <c>set</c> change it.</param>
    /// <param name="output">Gets the whole text at the end.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Looked at every few thousand steps.</param>
    /// <exception cref="TemplateException">
    /// A function or the evaluator refused, a limit was reached, or there is no such template.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public void Execute(string name, Value data, IBufferWriter<byte> output, ExecutionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var evaluator = Run(name, data, options, cancellationToken);
        evaluator.CopyTo(output);
    }

    /// <summary>Executes a template into an array of its own.</summary>
    /// <inheritdoc cref="Execute(string, Value, IBufferWriter{byte}, ExecutionOptions, CancellationToken)"/>
    public byte[] Execute(string name, Value data, ExecutionOptions options, CancellationToken cancellationToken)
    {
        using var evaluator = Run(name, data, options, cancellationToken);
        return evaluator.TakeText();
    }

    private Evaluator Run(string name, Value data, ExecutionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var template = Find(new(name)) ?? throw TemplateException.Missing(name, Missing(new(name)));
        var evaluator = new Evaluator(this, options, cancellationToken);
        try
        {
            evaluator.Execute(template, data);
            return evaluator;
        }
        catch
        {
            evaluator.Dispose();
            throw;
        }
    }

    private string Missing(ByteString name) =>
        $"template: no template {GoQuote.Format(name.Span, GoQuoteStyle.Quote)} associated with template {GoQuote.Format(Name)}";

    string ITemplateSource.Missing(ByteString name) => Missing(name);

    ParsedTemplate? ITemplateSource.Find(ByteString name) => Find(name);

    private ParsedTemplate? Find(ByteString name)
    {
        for (var set = this; set is not null; set = set._base)
        {
            if (set._templates.TryGetValue(name, out var template))
            {
                return template;
            }
        }

        return null;
    }

    (ITemplateSource Set, ParsedTemplate Body) ITemplateSource.With(byte[] text)
    {
        var parsed = _texts.Parse(text);
        var set = new TemplateSet(this);
        set.Add(parsed);
        return (set, parsed.Body);
    }

    private void Add(ParsedTemplate template)
    {
        if (!template.Root.IsBlank || Find(template.Name) is null)
        {
            _templates[template.Name] = template;
        }
    }
}
