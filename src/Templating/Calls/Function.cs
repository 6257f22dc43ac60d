using SecretsKit.Core.Data;

namespace SecretsKit.Templating.Calls;

/// <summary>The body of a function. The arguments have passed the signature's checks; the span is valid during the call only.</summary>
/// <param name="context">What a call may use of its surroundings.</param>
/// <param name="arguments">The piped value is the last.</param>
/// <exception cref="FunctionException">The call fails; its message becomes <c>error calling NAME: MESSAGE</c>.</exception>
public delegate Value FunctionBody(CallContext context, ReadOnlySpan<Value> arguments);

/// <summary>A function or method that templates can call.</summary>
/// <param name="Name">As templates write it and errors name it.</param>
/// <param name="Parameters">The types of the parameters that must be there.</param>
/// <param name="Rest">The type of any number of further arguments, or null where there are none.</param>
/// <param name="Body">What runs.</param>
public sealed record Function(string Name, ParameterType[] Parameters, ParameterType? Rest, FunctionBody Body) : GoMethod
{
    /// <summary>
    /// For <c>and</c> and <c>or</c>, which the evaluator runs itself because they do not evaluate all their arguments: the truth that
    /// decides. Else null.
    /// </summary>
    internal bool? Deciding { get; init; }

    /// <summary>
    /// Whether the result's static type is <c>interface {}</c>, which shows where fields of the bare
    /// word are asked for. Else the result's own.
    /// </summary>
    internal bool IsUntyped { get; init; }

    /// <summary>Why templates cannot call it although it is there: Go's methods of several results. Else null.</summary>
    internal string? Refusal { get; init; }
}
