using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Stores;

/// <summary>A secret to read.</summary>
/// <param name="Store">As typed.</param>
/// <param name="Reference">Which secret.</param>
internal sealed record SecretGetRequest(string Store, RemoteRef Reference)
{
    /// <summary>Whether the value is taken apart into its keys. Default no.</summary>
    public bool IsMap { get; init; }

    /// <summary>Whether values are shown. Default no.</summary>
    public bool Shows { get; init; }

    /// <summary>Whether the report is JSON. Default no.</summary>
    public bool IsJson { get; init; }
}

/// <summary>Reads one secret.</summary>
internal sealed class SecretGetHandler(VerbContext context, StorePlace place)
{
    /// <summary>Reads and reports.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">The store cannot be used, or has no such secret.</exception>
    public async Task<int> RunAsync(SecretGetRequest request, CancellationToken ct)
    {
        await using var store = await new StoreOpener(context, place).OpenAsync(request.Store, ct);
        var report = new SecretReport(context, request.Shows);
        if (request.IsMap)
        {
            var map = await store.GetMapAsync(request.Reference, ct) ?? throw Missing(request);
            if (request.IsJson)
            {
                report.WriteJson(request.Reference, map);
            }
            else
            {
                report.PrintMembers(map);
            }

            return ExitCodes.Success;
        }

        var value = await store.GetAsync(request.Reference, ct) ?? throw Missing(request);
        if (request.IsJson)
        {
            report.WriteJson(request.Reference, value);
        }
        else
        {
            report.Print(request.Reference, value);
        }

        return ExitCodes.Success;
    }

    private static SecretsKitException Missing(SecretGetRequest request) => new(
        ErrorCode.PathNotFound, DisplayText.Message($"{request.Reference.Key}: the store has no such secret"))
    {
        Hint = request.Reference.Version.Length > 0
            ? "look whether this version is there; without --version the newest is read"
            : $"'secretskit secret list {request.Store}' shows the names that your credentials may list",
    };
}
