using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Kubeconform.Output;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;

namespace SecretsKit.Cli.Kubeconform;

/// <summary>What a run of checks is made of besides the manifests.</summary>
internal sealed record ValidationSettings
{
    /// <summary>How they are checked.</summary>
    public required ValidationOptions Options { get; init; }

    /// <summary>Where schemas are; the public set if empty.</summary>
    public required IReadOnlyList<string> Locations { get; init; }

    /// <summary>The folder that keeps what is fetched; empty for none.</summary>
    public string Cache { get; init; } = "";

    /// <summary>Whether certificates of servers are not checked.</summary>
    public bool SkipsTls { get; init; }

    /// <summary>Whether the first failure ends it.</summary>
    public bool StopsAtFailure { get; init; }

    /// <summary>Gets lines about schemas, on any thread; null for none.</summary>
    public Action<string>? Log { get; init; }
}

/// <summary>Checks manifests and reports what comes of it.</summary>
internal sealed class ValidationRun(CliHost host, ValidationSettings settings)
{
    private readonly IReadOnlyList<SchemaLocation> _locations = Locations(settings);

    private readonly SchemaCache? _cache = settings.Cache.Length > 0 ? SchemaCache.Open(host.Environment, settings.Cache) : null;

    /// <summary>The kinds that lacked a schema, in the order in which they were met.</summary>
    public List<ResourceIdentity> Unknown { get; } = [];

    /// <summary>Checks all.</summary>
    /// <returns>Whether all is well.</returns>
    public async Task<bool> RunAsync(IEnumerable<ManifestInput> inputs, VerdictReport report, CancellationToken ct)
    {
        using var connections = new HttpConnections(host.Environment, host.Clock);
        var server = new SchemaServer(
            new HttpTransport(connections, host.Random) { Retries = SchemaServer.Retries },
            settings.SkipsTls ? TlsOptions.Default.WithoutVerification() : TlsOptions.Default,
            _cache);
        var mask = new VerdictMask(host.Redaction);
        Action<ResourceIdentity, string>? log = settings.Log is { } write
            ? (identity, line) => write(mask.Clear(identity, line))
            : null;
        var schemas = new KubernetesSchemas(_locations, host.Environment, server, log, ct);
        var isWell = true;
        await foreach (var verdict in new ManifestValidator(settings.Options, schemas).ValidateAsync(inputs, ct))
        {
            report.Write(verdict);
            if (verdict.LacksSchema && !Unknown.Exists(known => known.FullKind == verdict.Identity.FullKind))
            {
                Unknown.Add(verdict.Identity);
            }

            isWell &= !verdict.IsFailure;
            if (!isWell && settings.StopsAtFailure)
            {
                break;
            }
        }

        report.Finish();
        return isWell;
    }

    private static IReadOnlyList<SchemaLocation> Locations(ValidationSettings settings)
    {
        IReadOnlyList<string> named = settings.Locations.Count == 0 ? [SchemaLocation.DefaultName] : settings.Locations;
        try
        {
            return [.. named.Select(text => SchemaLocation.Parse(text, settings.Options))];
        }
        catch (SecretsKitException failure)
        {
            throw new SecretsKitException(
                ErrorCode.General, $"failed initialising schema location registry: {failure.Message:lines}", failure)
            {
                Hint = failure.Hint,
            };
        }
    }
}
