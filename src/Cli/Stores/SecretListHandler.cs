using System.Text;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Stores;

/// <summary>Secrets to list.</summary>
/// <param name="Store">As typed.</param>
/// <param name="Search">Which.</param>
internal sealed record SecretListRequest(string Store, SecretSearch Search)
{
    /// <summary>Whether keys of JSON objects are listed, too. Default no.</summary>
    public bool WithKeys { get; init; }

    /// <summary>Whether values are shown. Default no.</summary>
    public bool Shows { get; init; }

    /// <summary>Whether the report is JSON. Default no.</summary>
    public bool IsJson { get; init; }
}

/// <summary>Lists secrets of a store.</summary>
internal sealed class SecretListHandler(VerbContext context, StorePlace place)
{
    /// <summary>Searches and reports; a store without any is said on standard error.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">The store cannot be used or searched.</exception>
    public async Task<int> RunAsync(SecretListRequest request, CancellationToken ct)
    {
        await using var store = await new StoreOpener(context, place).OpenAsync(request.Store, ct);
        var found = await store.FindAsync(request.Search, ct);
        if (found.Count == 0)
        {
            context.Terminal.Say("no secrets were found");
        }

        var report = new SecretReport(context, request.Shows);
        foreach (var (name, value) in found.Entries)
        {
            if (request.IsJson)
            {
                report.WriteJson(name, value);
                continue;
            }

            if (request.Shows && SecretShape.Members(value) is null)
            {
                report.PrintMembers(One(name, value));
                continue;
            }

            Output.Print(context.Host, Encoding.UTF8.GetBytes(DisplayText.Field(name) + "\n"));
            if ((request.WithKeys || request.Shows) && SecretShape.Members(value) is { } members)
            {
                report.PrintMembers(members, indent: 2);
            }
        }

        return ExitCodes.Success;
    }

    private static SecretMap One(string name, SecretValue value) => new() { [name] = value };
}
