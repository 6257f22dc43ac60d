using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>The words of <c>pipeline rbac check</c>.</summary>
internal static class CheckVerb
{
    private static readonly VerbText Help = new(
        "pipeline rbac check [options] RELEASE CHART",
        "Renders a chart in memory and asks the API server whether the account may do all that a deploy of it does: what it may not is "
        + "listed, with the role that would allow it, and the exit code is 1. Nothing is changed.",
        ("secretskit pipeline rbac check shop ./chart -n shop -f values.yaml --wait", "as the user of the kubeconfig, before a deploy"),
        (
            "secretskit pipeline rbac check shop ./chart -n shop --as system:serviceaccount:shop:ci --forbid-cluster-admin",
            "for a service account, and that it may do no more than a deployer should"))
    {
        ExitCodes = [("1", "rights are missing or, with --forbid-cluster-admin, there are too many")],
    };

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter)
    {
        var access = new AccessOptions();
        var user = VerbOptions.Text(
            "--as",
            "USER",
            "The user whose rights are asked for: system:serviceaccount:NAMESPACE:NAME for a service account. Default: the user of the "
            + "kubeconfig.");
        var groups = VerbOptions.Many(
            "--as-group", "GROUP", "A group that the user of --as is in, as a sign-in service says; may be repeated.");
        var excess = VerbOptions.Switch(
            "--forbid-cluster-admin",
            "Fail also if the account may do what no deploy needs: everything, cluster roles, acting as others, secrets of all "
            + "namespaces.");
        var output = VerbOptions.Choice("--output", "FORMAT", "text (the default) or json, one object.", ["text", "json"], "-o");
        var command = new Command("check");
        access.AddTo(command);
        foreach (var option in (Option[])[user, groups, excess, output])
        {
            command.Add(option);
        }

        return new(command, Help, (parsed, ct) =>
        {
            if (parsed.GetValue(groups) is { Length: > 0 } && parsed.GetValue(user) is null)
            {
                throw new SecretsKitException(ErrorCode.ConflictingOptions, "--as-group says something about --as, which is not given")
                {
                    Hint = "add --as USER",
                };
            }

            return new CheckHandler(context, getter).RunAsync(
                new(access.Read(parsed, context.Host.Environment))
                {
                    User = parsed.GetValue(user),
                    Groups = parsed.GetValue(groups) ?? [],
                    ForbidsExcess = parsed.GetValue(excess),
                    IsJson = parsed.GetValue(output) == "json",
                },
                ct);
        });
    }
}

/// <summary>Rights to ask for.</summary>
/// <param name="Access">The release.</param>
internal sealed record CheckRequest(AccessRequest Access)
{
    /// <summary>The user; null for that of the kubeconfig.</summary>
    public string? User { get; init; }

    /// <summary>Groups that the user is in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Whether rights that no deploy needs fail the check.</summary>
    public bool ForbidsExcess { get; init; }

    /// <summary>Whether JSON is printed.</summary>
    public bool IsJson { get; init; }
}
