using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;
using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>The words of <c>pipeline rbac kubeconfig</c>.</summary>
internal static class KubeconfigVerb
{
    private const string DefaultDuration = "1h";

    private static readonly VerbText Help = new(
        "pipeline rbac kubeconfig [options] SERVICEACCOUNT",
        "Asks the API server for a token of a service account that ends by itself, and writes a kubeconfig with it for the cluster of the "
        + "current context. The file is the owner's alone (0600). On a terminal nothing is printed unless --output is '-'.",
        ("secretskit pipeline rbac kubeconfig shop-deployer -n shop -o ci.kubeconfig", "valid for one hour"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var account = new Argument<string>("SERVICEACCOUNT") { Description = "The service account." };
        var cluster = new ClusterOptions();
        var duration = VerbOptions.Text(
            "--duration", "DURATION", "How long the token is valid: 1h unless given, 10m at least; servers may give less.");
        var output = VerbOptions.Text("--output", "FILE", "The file to write, - for standard output.", "-o");
        var command = new Command("kubeconfig") { account };
        cluster.AddTo(command);
        command.Add(duration);
        command.Add(output);
        return new(command, Help, (parsed, ct) => new KubeconfigHandler(context).RunAsync(
            new(
                parsed.GetRequiredValue(account),
                cluster.Read(parsed, context.Host.Environment),
                Duration(parsed.GetValue(duration) ?? DefaultDuration),
                parsed.GetValue(output)),
            ct));
    }

    private static TimeSpan Duration(string text) =>
        GoDuration.TryParse(text, out var duration) && duration >= TokenRequest.Shortest
            ? duration
            : throw new SecretsKitException(ErrorCode.Usage, $"--duration takes a time of ten minutes or more, not \"{text}\"")
            {
                Hint = "write it like 30m, 1h or 8h",
            };
}

/// <summary>A kubeconfig to write.</summary>
/// <param name="Account">The service account.</param>
/// <param name="Cluster">The cluster; its namespace is that of the account.</param>
/// <param name="Duration">How long the token shall be valid.</param>
/// <param name="Output">The file, <c>-</c> for standard output; null for standard output if it is no terminal.</param>
internal sealed record KubeconfigRequest(string Account, ClusterTarget Cluster, TimeSpan Duration, string? Output);
