using SecretsKit.Core.Data;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Templating.Calls;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>A function refuses: Go's returned error or panic. The message is Go's text without place or function name.</summary>
/// <param name="message">Shown to the user after <c>error calling NAME: </c>.</param>
public sealed class FunctionException(string message) : ValueException(message)
{
    /// <summary>What is wrong. Default: nothing with advice on what to do.</summary>
    public TemplateFault Fault { get; init; } = TemplateFault.Function;

    /// <summary>What it is about, as <see cref="TemplateFault"/> says. Default null: the function.</summary>
    public string? Subject { get; init; }

    /// <summary>The cause of a text inside a text, of <c>tpl</c>. Default null.</summary>
    internal TemplateCause? Inner { get; init; }
}
#pragma warning restore CA1032
