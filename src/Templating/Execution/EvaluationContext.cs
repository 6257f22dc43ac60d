using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Execution;

/// <summary>What the functions of one execution see; those of the language itself see the evaluator through it.</summary>
internal sealed class EvaluationContext(Evaluator evaluator, ExecutionOptions options) : CallContext
{
    /// <summary>Gets the messages of <c>required</c> and <c>fail</c> in lint mode, else null.</summary>
    public Action<LintNotice>? Lint => options.Lint;

    /// <summary>Whether the first argument is no value at all, not a nil element: only <c>len</c> tells them apart.</summary>
    public bool FirstArgumentIsInvalid => evaluator.FirstArgumentIsInvalid;

    /// <summary>The first argument of the running call as the template writes it.</summary>
    public string FirstArgumentText => evaluator.FirstArgumentText;

    internal override CallOutput Scratch => evaluator.Output;

    public override void Charge(long bytes)
    {
        if (!evaluator.Budget.TakeFunctionBytes(bytes))
        {
            throw new FunctionException($"functions made more than {options.Limits.MaxFunctionBytes} bytes of text") { IsLimit = true };
        }
    }

    public override void Spend(long steps) => evaluator.Spend(steps);

    /// <summary>Executes a named template.</summary>
    public Value Include(byte[] name, Value data) => evaluator.Include(new(name), data);

    /// <summary>Parses and executes a text.</summary>
    public Value Tpl(byte[] text, Value data) => evaluator.Tpl(text, data);
}
