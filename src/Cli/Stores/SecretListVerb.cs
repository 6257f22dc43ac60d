using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Stores;

/// <summary>The words of <c>secret list</c>.</summary>
internal static class SecretListVerb
{
    private static readonly VerbText Help = new(
        "secret list [options] STORE",
        "The secrets of a store by name, as a mapping with dataFrom.find would get them. Stores that cannot say names without values are "
        + "read secret by secret; values are masked unless --show asks for them. " + StoreOptions.About,
        ("secretskit secret list vault:///secret --path apps", "all below a folder"),
        ("secretskit secret list aws-secretsmanager://eu-central-1 --tag team=orders", "by a tag"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var store = StoreOptions.Store("STORE", "The store.");
        var search = new SearchOptions();
        var keys = VerbOptions.Switch("--keys", "Print the keys of secrets that are JSON objects, too.");
        var show = VerbOptions.Switch("--show", "Print values.");
        var output = StoreOptions.OutputFormat("one object for each secret, on a line of its own");
        var options = new StoreOptions();
        var command = new Command("list") { store, keys, show, output };
        search.AddTo(command);
        options.AddTo(command);
        return new(command, Help, (parsed, ct) => new SecretListHandler(context, options.Read(parsed)).RunAsync(
            new(parsed.GetRequiredValue(store), search.Read(parsed))
            {
                WithKeys = parsed.GetValue(keys),
                Shows = parsed.GetValue(show),
                IsJson = VerbOptions.WantsJson(parsed, output),
            },
            ct));
    }
}

/// <summary>The words that say which secrets of a store are meant.</summary>
internal sealed class SearchOptions
{
    // Some stores find nothing without a name or a tag.
    private const string AnyName = ".*";

    private readonly Option<string?> _name = VerbOptions.Text(
        "--name", "REGEXP", "Those whose names match a regular expression (RE2), which may match anywhere.");

    private readonly Option<string?> _path = VerbOptions.Text("--path", "PATH", "Those below a path, in stores with folders.");

    private readonly Option<string[]> _tags = VerbOptions.Many(
        "--tag", "NAME=VALUE", "Those with this tag, label or metadata; all that are given must be there. May be repeated.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_name);
        command.Add(_path);
        command.Add(_tags);
    }

    /// <summary>What was given.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: a tag has no value.</exception>
    public SecretSearch Read(ParseResult parsed)
    {
        var tags = (parsed.GetValue(_tags) ?? []).Select(tag => tag.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? KeyValuePair.Create(name, value)
            : throw new SecretsKitException(ErrorCode.Usage, DisplayText.Message($"--tag takes NAME=VALUE, not \"{tag}\""))).ToList();
        return new()
        {
            Name = parsed.GetValue(_name) ?? (tags.Count > 0 ? "" : AnyName),
            Path = parsed.GetValue(_path) ?? "",
            Tags = tags.Count > 0 ? new Dictionary<string, string>(tags, StringComparer.Ordinal) : null,
        };
    }
}
