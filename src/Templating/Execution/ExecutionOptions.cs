using SecretsKit.Core.Crypto;

namespace SecretsKit.Templating.Execution;

/// <summary>How to execute: what differs between the dialects, and what a template may use of its surroundings.</summary>
public sealed record ExecutionOptions
{
    /// <summary>The clock of <c>now</c>.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The source of randomness.</summary>
    public required RandomFill Random { get; init; }

    /// <summary>The zone of <c>date</c>. Default UTC.</summary>
    public TimeZoneInfo LocalZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>What missing keys give. Default Go's.</summary>
    public MissingKey MissingKey { get; init; }

    /// <summary>Whether each <c>&lt;no value&gt;</c> is taken out of the finished output and out of the results of <c>tpl</c>, as Helm does. Default no.</summary>
    public bool RemovesNoValue { get; init; }

    /// <summary>If set, <c>required</c> and <c>fail</c> give an empty string and tell their message here, as in Helm's lint. Default null.</summary>
    public Action<string>? Lint { get; init; }

    /// <summary>What it may cost.</summary>
    public ExecutionLimits Limits { get; init; } = new();
}
