using SecretsKit.Core.Crypto;
using SecretsKit.Core.Crypto.Certificates;
using SecretsKit.Core.Text.Time;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Execution;

/// <summary>How to execute: what differs between the dialects, and what a template may use of its surroundings.</summary>
public sealed record ExecutionOptions
{
    /// <summary>The clock of <c>now</c>.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The source of randomness.</summary>
    public required RandomFill Random { get; init; }

    /// <summary>Makes keys of RSA, ECDSA and DSA. Default: the platform.</summary>
    public PrivateKeyMaker Keys { get; init; } = PrivateKeyMaker.Platform;

    /// <summary>The zones of <c>date</c>, <c>now</c> and <c>dateInZone</c>. Default: UTC alone.</summary>
    public ITimeZones Zones { get; init; } = NoTimeZones.Instance;

    /// <summary>
    /// Finds addresses for <c>getHostByName</c>. Default null, which answers with the empty string: a
    /// rendering must not depend on the network unless asked to.
    /// </summary>
    public Func<string, IReadOnlyList<string>>? ResolveHost { get; init; }

    /// <summary>Reads the cluster for <c>lookup</c>. Default null: nothing is found.</summary>
    public ObjectLookup? Lookup { get; init; }

    /// <summary>What missing keys give. Default Go's.</summary>
    public MissingKey MissingKey { get; init; }

    /// <summary>
    /// Whether each <c>&lt;no value&gt;</c> is taken out of the finished output and out of the results
    /// of <c>tpl</c>, as Helm does. Default no.
    /// </summary>
    public bool RemovesNoValue { get; init; }

    /// <summary>
    /// If set, <c>required</c> and <c>fail</c> give an empty string and tell their message here, as in Helm's lint. Default null.
    /// </summary>
    public Action<LintNotice>? Lint { get; init; }

    /// <summary>What it may cost.</summary>
    public ExecutionLimits Limits { get; init; } = new();

    /// <summary>
    /// What is left of <see cref="Limits"/>, shared by the executions that get the same one. Default: each execution has all of them.
    /// </summary>
    public ExecutionBudget? Budget { get; init; }
}
