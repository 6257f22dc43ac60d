using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Releases.Access;

namespace SecretsKit.Cli.Pipelines.Rbac;

/// <summary>The words of <c>pipeline rbac role</c>.</summary>
internal static class RoleVerb
{
    private static readonly VerbText Help = new(
        "pipeline rbac role [options] RELEASE CHART",
        "Renders a chart in memory, as an installation and as an upgrade, and prints the least roles that can install, upgrade, roll back, "
        + "test and uninstall the release: a service account, a Role for each namespace and a ClusterRole for what is outside of them, "
        + "with their bindings. No rule has a star. No cluster is asked unless --cluster, --kube-context or --kubeconfig is given. "
        + "What the chart's own roles need is in comments and, with --output json, on standard error.",
        ("secretskit pipeline rbac role shop ./chart -n shop -f secrets.yaml --wait", "to be reviewed and applied with kubectl"),
        ("secretskit pipeline rbac role shop ./chart -n shop --service-account ci/runner", "for an account elsewhere"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context, ValueGetterFactory getter)
    {
        var access = new AccessOptions();
        var account = VerbOptions.Text(
            "--service-account",
            "NAME",
            "The service account that gets the rights, NAMESPACE/NAME where it is elsewhere. Default: RELEASE-deployer in the release's "
            + "namespace.");
        var form = VerbOptions.Switch(
            "--cluster-role", "Write the rights of namespaces as ClusterRoles, which each namespace binds: they count there alone.");
        var cluster = VerbOptions.Switch("--cluster", "Ask the API server of the current context for kinds and the installed revision.");
        var output = VerbOptions.Choice("--output", "FORMAT", "yaml (the default) or json, a List.", ["yaml", "json"], "-o");
        var command = new Command("role");
        access.AddTo(command);
        foreach (var option in (Option[])[account, form, cluster, output])
        {
            command.Add(option);
        }

        return new(command, Help, (parsed, ct) => new RoleHandler(context, getter).RunAsync(
            new(access.Read(parsed, context.Host.Environment))
            {
                Account = parsed.GetValue(account),
                Form = parsed.GetValue(form) ? RoleForm.ClusterRole : RoleForm.Role,
                AsksCluster = parsed.GetValue(cluster) || access.NamesCluster(parsed),
                IsJson = parsed.GetValue(output) == "json",
            },
            ct));
    }
}

/// <summary>A role to write.</summary>
/// <param name="Access">The release.</param>
internal sealed record RoleRequest(AccessRequest Access)
{
    /// <summary>The service account, with its namespace before a slash where it is elsewhere; null for the default.</summary>
    public string? Account { get; init; }

    /// <summary>Which kind of role carries the rights of namespaces.</summary>
    public RoleForm Form { get; init; }

    /// <summary>Whether a cluster is asked.</summary>
    public bool AsksCluster { get; init; }

    /// <summary>Whether JSON is printed.</summary>
    public bool IsJson { get; init; }
}
