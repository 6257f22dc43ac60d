using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Stores;

/// <summary>Two stores to compare.</summary>
/// <param name="Old">As typed.</param>
/// <param name="Now">As typed.</param>
/// <param name="Search">Which secrets, where none are named.</param>
internal sealed record SecretDiffRequest(string Old, string Now, SecretSearch Search)
{
    /// <summary>Secrets to compare; none for all that are found. Default none.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether differences change the exit code. Default no.</summary>
    public bool DetailedExitCode { get; init; }

    /// <summary>Whether the report is JSON. Default no.</summary>
    public bool IsJson { get; init; }
}

/// <summary>Compares two stores.</summary>
internal sealed class SecretDiffHandler(VerbContext context, StorePlace place)
{
    /// <summary>Reads both and reports what differs.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">A store cannot be used or searched.</exception>
    public async Task<int> RunAsync(SecretDiffRequest request, CancellationToken ct)
    {
        var opener = new StoreOpener(context, place);
        await using var a = await opener.OpenAsync(request.Old, ct);
        await using var b = await opener.OpenAsync(request.Now, ct);
        var sides = await Task.WhenAll(ReadAsync(a, request, ct).AsTask(), ReadAsync(b, request, ct).AsTask());
        var found = SecretDifference.Between(sides[0], sides[1]);
        foreach (var difference in found)
        {
            if (request.IsJson)
            {
                WriteJson(difference);
            }
            else
            {
                Print(difference);
            }
        }

        if (found.Count == 0 && !request.IsJson)
        {
            context.Terminal.Say("no differences", TextStyle.Good);
        }

        return found.Count > 0 && request.DetailedExitCode ? ExitCodes.Differences : ExitCodes.Success;
    }

    private static async ValueTask<SecretMap> ReadAsync(ISecretStore store, SecretDiffRequest request, CancellationToken ct)
    {
        if (request.Names.Count == 0)
        {
            return await store.FindAsync(request.Search, ct);
        }

        var map = new SecretMap();
        foreach (var name in request.Names)
        {
            if (await store.GetAsync(new(name), ct) is { } value)
            {
                map[name] = value;
            }
        }

        return map;
    }

    private void Print(SecretDifference difference)
    {
        var keys = difference.Keys.Count == 0
            ? ""
            : "  " + string.Join(" ", difference.Keys.Select(key => key.Change.Sign() + DisplayText.Field(key.Name)));
        context.Terminal.Print($"{difference.Change.Sign()} {DisplayText.Field(difference.Name)}{keys}", difference.Change.Style());
    }

    private void WriteJson(SecretDifference difference) => JsonLine.Write(context.Host, json =>
    {
        json.WriteString("name", difference.Name);
        json.WriteString("change", difference.Change.Word());
        json.WriteStartArray("keys");
        foreach (var (name, change) in difference.Keys)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("change", change.Word());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
