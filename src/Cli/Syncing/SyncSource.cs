using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Stores;
using SecretsKit.Cli.Syncing.Places;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Platform;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers;
using SecretsKit.Providers.Registration;
using SecretsKit.Sync.Local;

namespace SecretsKit.Cli.Syncing;

/// <summary>Where mappings and what they refer to come from.</summary>
/// <param name="Paths">Files and folders, or <c>-</c>.</param>
/// <param name="Names">The mappings that are meant, as typed; none for all.</param>
/// <param name="Settings">How they are synced.</param>
internal sealed record SyncSource(IReadOnlyList<string> Paths, IReadOnlyList<string> Names, LocalSyncOptions Settings)
{
    /// <summary>What messages call all of them.</summary>
    public string Place { get; init; } = "the manifests";
}

/// <summary>Manifests that were read, and the mappings among them that are meant.</summary>
internal sealed class SyncManifests : IAsyncDisposable
{
    private static readonly string[] Used =
    [
        "ExternalSecret", "SecretStore", "ClusterSecretStore", "Secret", "ConfigMap", "ServiceAccount", "Namespace", "",
    ];

    private static readonly string[] CredentialPrefixes = ["AWS_", "AZURE_", "GOOGLE_", "CLOUDSDK_", "VAULT_", "BAO_"];

    private readonly string _namespace;

    private SyncManifests(
        IReadOnlyList<GivenObject> objects, string ns, LocalSync sync, IReadOnlyList<LocalMapping> mappings, LearnedValues learned) =>
        (Objects, _namespace, Sync, Mappings, Learned) = (objects, ns, sync, mappings, learned);

    /// <summary>All objects.</summary>
    public IReadOnlyList<GivenObject> Objects { get; }

    /// <summary>Syncs them.</summary>
    public LocalSync Sync { get; }

    /// <summary>The mappings that are meant.</summary>
    public IReadOnlyList<LocalMapping> Mappings { get; }

    /// <summary>What was read from their stores.</summary>
    public LearnedValues Learned { get; }

    /// <summary>Reads them.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="source">What.</param>
    /// <param name="learned">Keeps values out of messages.</param>
    /// <param name="cluster">Has what the manifests do not; null for nothing. Lent.</param>
    /// <param name="ct">Ends key services of encrypted manifests.</param>
    /// <exception cref="SecretsKitException">A file cannot be read, or there is no such mapping.</exception>
    public static async ValueTask<SyncManifests> ReadAsync(
        VerbContext context, SyncSource source, LearnedValues learned, ObjectClient? cluster, CancellationToken ct)
    {
        if (source.Paths.Count == 0)
        {
            throw NoPaths();
        }

        return await MadeAsync(context, await new GivenManifests(context).ReadAsync(source.Paths, ct), source, learned, cluster);
    }

    /// <summary>Takes the mappings of a namespace of a cluster, which has all that they refer to.</summary>
    /// <param name="context">Of the run.</param>
    /// <param name="source">Which.</param>
    /// <param name="learned">Keeps values out of messages.</param>
    /// <param name="cluster">The cluster. Lent.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SecretsKitException">The cluster cannot be asked, or there is no such mapping.</exception>
    public static async ValueTask<SyncManifests> OfClusterAsync(
        VerbContext context, SyncSource source, LearnedValues learned, ClusterSecrets cluster, CancellationToken ct)
    {
        try
        {
            var resource = await cluster.Objects.ResourceAsync(new("external-secrets.io/v1", "ExternalSecret", cluster.Namespace, ""), ct);
            var place = DisplayText.Message($"namespace {cluster.Namespace}");
            var found = (await cluster.Objects.ListAsync(resource, cluster.Namespace, ListOptions.All, ct)).Items
                .Select(item => new GivenObject(place, item.AsMap!)).ToList();
            var settings = source.Settings with { Namespace = cluster.Namespace };
            return await MadeAsync(
                context, found, source with { Paths = [place], Place = place, Settings = settings }, learned, cluster.Objects);
        }
        catch (UnknownKindException failure)
        {
            throw new SecretsKitException(ErrorCode.General, "the cluster has no definition of ExternalSecret", failure)
            {
                Hint = "-f PATH names manifests that are not in a cluster",
            };
        }
    }

    private static async ValueTask<SyncManifests> MadeAsync(
        VerbContext context, IReadOnlyList<GivenObject> objects, SyncSource source, LearnedValues learned, ObjectClient? cluster)
    {
        var settings = source.Settings with
        {
            Keys = context.Host.LocalKeyRing(),
            Learned = learned.Add,
        };
        var sync = new LocalSync(
            [.. objects.Select(item => item.Tree)], settings, HostOf(context, source.Settings.AllowsMachineCredentials), cluster);
        learned.Keep(sync.Mappings.SelectMany(mapping => mapping.Names));
        try
        {
            return new(objects, settings.Namespace, sync, Chosen(sync, objects, source), learned);
        }
        catch (SecretsKitException)
        {
            await sync.DisposeAsync();
            throw;
        }
    }

    /// <summary>No manifests are named.</summary>
    public static SecretsKitException NoPaths() => new(ErrorCode.Usage, "no manifests are named")
    {
        Hint = "name files and folders with -f PATH; '-' is standard input",
    };

    /// <summary>The file that a mapping is from, as typed.</summary>
    public string FileOf(LocalMapping mapping) => Objects[mapping.Place].File;

    /// <summary>The mapping and its file, as messages name them.</summary>
    public string PlaceOf(LocalMapping mapping) => $"{FileOf(mapping)}: {mapping}";

    /// <summary>The Secret of a mapping that is among the manifests, or null.</summary>
    public MapValue? SecretOf(LocalMapping mapping) => Objects.FirstOrDefault(item => item.Kind == "Secret"
        && item.Name == mapping.Target.Name && (item.Namespace.Length > 0 ? item.Namespace : _namespace) == mapping.Namespace)?.Tree;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Sync.DisposeAsync();

    private static IReadOnlyList<LocalMapping> Chosen(LocalSync sync, IReadOnlyList<GivenObject> objects, SyncSource source)
    {
        var twice = sync.Mappings.GroupBy(mapping => mapping.ToString()).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            var files = string.Join(" and ", twice.Select(mapping => objects[mapping.Place].File).Distinct());
            throw new SecretsKitException(
                ErrorCode.MalformedDocument, DisplayText.Message($"the ExternalSecret {twice.Key} is there twice: in {files}"));
        }

        if (sync.Mappings.Count == 0)
        {
            throw new SecretsKitException(
                ErrorCode.General, DisplayText.Message($"there is no ExternalSecret in {string.Join(", ", source.Paths)}"))
            {
                Hint = "a mapping has the kind ExternalSecret and the group external-secrets.io",
            };
        }

        return source.Names.Count == 0 ? sync.Mappings : [.. source.Names.SelectMany(name => Named(sync, name, source)).Distinct()];
    }

    private static List<LocalMapping> Named(LocalSync sync, string name, SyncSource source)
    {
        var found = sync.Mappings.Where(mapping => name == mapping.Name || name == mapping.ToString()).ToList();
        return found.Count > 0
            ? found
            : throw new SecretsKitException(ErrorCode.General, DisplayText.Message($"there is no ExternalSecret {name} in {source.Place}"))
            {
                Hint = SimilarName.Find(name, ["compare", "explain", "lint", "now"]) is { } verb
                    ? $"did you mean 'secretskit sync {verb}'?"
                    : SimilarName.Find(name, sync.Mappings.Select(mapping => mapping.Name)) is { } near
                    ? $"did you mean {near}?"
                    : $"there is {string.Join(", ", sync.Mappings.Take(5))}",
            };
    }

    /// <summary>Says which objects are left out.</summary>
    public void NoteOthers(VerbContext context)
    {
        var pushes = Objects.Where(item => item.Kind is "PushSecret" or "ClusterPushSecret").ToList();
        if (pushes.Count > 0)
        {
            context.Terminal.Say(
                DisplayText.Message($"note: {pushes.Count} PushSecret(s) are not carried out: nothing is written to a store here"),
                TextStyle.Quiet);
        }

        var others = Objects.Except(pushes).Where(item => !Used.Contains(item.Kind) && !IsGenerator(item))
            .GroupBy(item => item.Kind)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Count()} {group.Key}")
            .ToList();
        if (others.Count > 0)
        {
            context.Terminal.Say(DisplayText.Message($"note: not synced here: {string.Join(", ", others)}"), TextStyle.Quiet);
        }
    }

    private static bool IsGenerator(GivenObject item) =>
        item.ApiVersion.StartsWith($"{SecretGenerators.Group}/", StringComparison.Ordinal);

    /// <summary>The surroundings of stores.</summary>
    public static ProviderHost HostOf(VerbContext context, bool allowsMachine)
    {
        var host = context.Host.Providers();
        return allowsMachine
            ? host
            : new(WithoutCredentials(host.Environment), host.Connections, host.Processes, host.Random, host.Clock);
    }

    // Stores that name no credentials are refused before; this keeps SDKs from finding any on their own.
    private static HostEnvironment WithoutCredentials(HostEnvironment environment) => environment.WithVariables(
    [
        .. environment.Variables.Keys
            .Where(name => CredentialPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
                && !name.EndsWith("_ENDPOINT", StringComparison.Ordinal))
            .Select(name => KeyValuePair.Create<string, string?>(name, null)),
        new("AWS_EC2_METADATA_DISABLED", "true"),
    ]);
}
