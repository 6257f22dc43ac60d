using System.Buffers;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Parsing;

namespace SecretsKit.Templating.Execution;

/// <summary>
/// Walks syntax trees and writes their output: one execution with everything that it includes. Spec go-template.md 2 to 4; which node
/// an error names follows from <see cref="_at"/>, the node visited last, as in Go's evaluator.
/// </summary>
internal sealed partial class Evaluator : IDisposable
{
    // Cancellation and the budget are looked at once per this many steps.
    private const int StepsPerCheck = 4096;

    private readonly ExecutionOptions _options;
    private readonly EvaluationContext _context;
    private readonly CancellationToken _cancellation;
    private readonly CallOutput _output;
    private readonly int _maxOutput;
    private readonly MissingKey _missingKey;
    private ITemplateSource _set;
    private ParsedTemplate _template = null!;
    private Node? _at;
    private int _depth;
    private int _steps = StepsPerCheck;

    public Evaluator(ITemplateSource set, ExecutionOptions options, CancellationToken cancellation)
    {
        (_set, _options, _cancellation) = (set, options, cancellation);
        Budget = options.Budget ?? new(options.Limits);
        _maxOutput = Budget.OutputBytes;
        _output = new(_maxOutput);
        _missingKey = options.MissingKey;
        _context = new(this, options)
        {
            Clock = options.Clock,
            Random = options.Random,
            Keys = options.Keys,
            Zones = options.Zones,
            ResolveHost = options.ResolveHost,
            Lookup = options.Lookup,
            Cancellation = cancellation,
        };
    }

    /// <summary>What the execution may still cost.</summary>
    public ExecutionBudget Budget { get; }

    /// <summary>What is written so far.</summary>
    public CallOutput Output => _output;

    public void Dispose()
    {
        Budget.TakeSteps(StepsPerCheck - _steps);
        Budget.TakeOutputBytes(_output.Length);
        _output.Dispose();
        ReturnStacks();
    }

    /// <summary>Executes into the buffer.</summary>
    public void Execute(ParsedTemplate template, Value data)
    {
        _template = template;
        PushVariable(0, new(data, false));
        try
        {
            Walk(new(data, false), template.Root);
        }
        catch (OutputLimitException)
        {
            throw OutputIsTooLarge();
        }
    }

    /// <summary>The finished output.</summary>
    public byte[] TakeText() => _options.RemovesNoValue ? NoValue.Remove(_output.Written) : _output.Written.ToArray();

    /// <summary>Hands the finished output on.</summary>
    public void CopyTo(IBufferWriter<byte> output)
    {
        if (_options.RemovesNoValue)
        {
            NoValue.CopyWithout(_output.Written, output);
        }
        else
        {
            output.Write(_output.Written);
        }
    }

    private void CountStep()
    {
        if (--_steps <= 0)
        {
            CheckBudget();
        }
    }

    /// <summary>Counts the work of the running call.</summary>
    public void Spend(long steps)
    {
        if (steps < _steps)
        {
            _steps -= (int)steps;
            return;
        }

        _at = _call;
        Budget.TakeSteps(Math.Min(steps, int.MaxValue));
        CheckBudget();
    }

    private void CheckBudget()
    {
        _cancellation.ThrowIfCancellationRequested();
        var done = StepsPerCheck - _steps;
        _steps = StepsPerCheck;
        if (!Budget.TakeSteps(done))
        {
            throw Fail($"the template takes more than {_options.Limits.MaxSteps} steps", TemplateFault.Limit);
        }
    }

    private TemplateException Fail(string message, TemplateFault fault = TemplateFault.Evaluation, string? name = null) =>
        Fail(TemplateFailure.Evaluation, message, fault, name);

    private TemplateException Fail(
        TemplateFailure failure, string message, TemplateFault fault, string? name, TemplateCause? inner = null)
    {
        var layers = new List<TemplateErrorLayer>(_entryCount + 1);
        for (var i = 0; i < _entryCount; i++)
        {
            ref readonly var entry = ref _entries[i];
            var text = entry.TplText is null
                ? "error calling include: "
                : $"error calling tpl: error during tpl function execution for {GoQuote.Format(entry.TplText, GoQuoteStyle.Quote)}: ";
            layers.Add(Layer(entry.Node, entry.Template, text, entry.TplText is not null));
        }

        layers.Add(Layer(_at ?? _template.Root, _template, message, entersTpl: false));
        var last = layers[^1];
        return TemplateException.Executing(failure, inner ?? new(fault, last.File, last.Line, name) { Node = last.Node }, layers);
    }

    private TemplateException OutputIsTooLarge() =>
        Fail($"the output is larger than {_options.Limits.MaxOutputBytes} bytes", TemplateFault.Limit);

    private static TemplateErrorLayer Layer(Node node, ParsedTemplate template, string message, bool entersTpl)
    {
        var (line, column) = node.Source.Locate(node.Position);
        return new(node.Source.Name, line, column, template.Name.RevealText(), NodeText.Of(node), message, entersTpl);
    }

    private static string Quote(ReadOnlySpan<byte> text) => GoQuote.Format(text, GoQuoteStyle.Quote);
}
