using SecretsKit.Core.Errors;

namespace SecretsKit.Charts.Model;

/// <summary>Why a chart cannot be used.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Subject">What it is about, as <see cref="ChartFault"/> says; null for nothing.</param>
public sealed record ChartCause(ChartFault Fault, string? Subject = null) : FailureCause;
