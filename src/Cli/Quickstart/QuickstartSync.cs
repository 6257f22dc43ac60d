using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Cluster;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Stores;
using SecretsKit.Cli.Syncing;
using SecretsKit.Cli.Syncing.Places;
using SecretsKit.Core.Data;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Quickstart;

/// <summary>The last chapter: the Secret that a chart uses, made of the file that the story began with.</summary>
/// <param name="steps">Runs verbs.</param>
/// <param name="screen">Shows them.</param>
internal sealed class QuickstartSync(QuickstartSteps steps, QuickstartScreen screen)
{
    /// <summary>Shows it.</summary>
    /// <param name="cluster">The surroundings of the user, and a cluster to write to, too; null for none.</param>
    /// <param name="ct">Ends it.</param>
    public async Task ShowAsync((CliHost Host, ClusterTarget Target)? cluster, CancellationToken ct)
    {
        screen.Step("The same secret for a cluster: a mapping says which value becomes which key");
        steps.Write(QuickstartFiles.Chart, QuickstartFiles.ChartText);
        steps.Write(QuickstartFiles.Deployment, QuickstartFiles.DeploymentText);
        steps.Write(QuickstartFiles.Store, QuickstartFiles.StoreText);
        steps.Write(QuickstartFiles.Mapping, QuickstartFiles.MappingText);
        screen.Say($"The chart in the folder expects a Secret named {QuickstartFiles.Secret}; {QuickstartFiles.Mapping} makes it of "
            + $"{QuickstartFiles.Secrets}. It is a manifest as External Secrets Operator has it: an agent takes it as it is, with a "
            + "store that the cluster has.");
        screen.Lines(QuickstartFiles.MappingText.TrimEnd().Split('\n').Skip(4));
        var source = new SyncSource([QuickstartFiles.Mappings], [], new());
        await RunAsync($"sync -f {QuickstartFiles.Mappings} --dry-run", new(source) { IsDryRun = true }, new(), ct);
        await RunAsync(
            $"sync -f {QuickstartFiles.Mappings} -o folder --to {QuickstartFiles.Made}",
            new(source) { Output = SyncOutput.Folder, To = QuickstartFiles.Made }, new(), ct);
        screen.Say($"{QuickstartFiles.Made}/{QuickstartFiles.Secret}.yaml is the Secret, for you alone (0600), and git ignores it. The "
            + "chart uses it like this:");
        screen.Lines(QuickstartFiles.DeploymentText.TrimEnd().Split('\n').Skip(15).Select(line => line[8..]));
        if (cluster is { } given)
        {
            await WriteAsync(given.Host, given.Target, source, ct);
        }
    }

    private async Task WriteAsync(CliHost outside, ClusterTarget target, SyncSource source, CancellationToken ct)
    {
        screen.Step($"The same in your cluster, in the namespace {QuickstartFiles.Namespace}");

        // The kubeconfig, and programs that it names, are the user's own.
        var host = outside.With(steps.Host.Environment.WithVariables(
        [
            .. outside.Environment.Variables.Where(variable => variable.Key != "SOPS_AGE_KEY_FILE")
                .Select(variable => KeyValuePair.Create<string, string?>(variable.Key, variable.Value)),
        ]));
        await steps.RunAsync(
            $"sync -f {QuickstartFiles.Mappings} -o cluster -n {QuickstartFiles.Namespace}",
            inner => new SyncHandler(new VerbContext(inner.Host.With(host.Environment))).RunAsync(
                new(source) { Output = SyncOutput.Cluster }, target, ct),
            ct);
        screen.Say("When you have seen enough:");
        screen.Command($"kubectl delete namespace {QuickstartFiles.Namespace}");
        screen.Say("(Nothing else was written to the cluster.)", TextStyle.Quiet);
    }

    /// <summary>Makes the namespace, unless it is there.</summary>
    public static async Task MakeNamespaceAsync(ObjectClient objects, CancellationToken ct)
    {
        var metadata = ObjectTree.Of(("name", Value.Of(QuickstartFiles.Namespace)));
        var made = ObjectTree.Of(
            ("apiVersion", Value.Of("v1")), ("kind", Value.Of("Namespace")), ("metadata", Value.Of(metadata)));
        try
        {
            await objects.CreateAsync(Value.Of(made), new() { FieldManager = ClusterSecrets.Manager }, ct);
        }
        catch (ApiException failure) when (failure.Status.IsAlreadyExists)
        {
            // An earlier run made it.
        }
    }

    private Task<(string Output, int Exit)> RunAsync(
        string words, SyncRequest request, ClusterTarget target, CancellationToken ct) =>
        steps.RunAsync(words, inner => new SyncHandler(inner).RunAsync(request, target, ct), ct);
}
