using SecretsKit.Core.Errors;

namespace SecretsKit.Templating.Errors;

/// <summary>Why a template does not parse or fails, and where.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="File">The text in which it is; empty where the template to execute does not exist.</param>
/// <param name="Line">From 1; 0 for none.</param>
/// <param name="Name">What it is about, as <see cref="TemplateFault"/> says; null for nothing.</param>
public sealed record TemplateCause(TemplateFault Fault, string File, int Line, string? Name = null) : FailureCause
{
    /// <summary>The expression that failed, as Go prints it; empty for a text that does not parse.</summary>
    public string Node { get; init; } = "";
}
