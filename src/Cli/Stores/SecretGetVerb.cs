using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Stores;

/// <summary>The words of <c>secret get</c>.</summary>
internal static class SecretGetVerb
{
    private static readonly VerbText Help = new(
        "secret get [options] STORE NAME",
        "Reads one secret as a mapping of the agent would: NAME is its remoteRef.key. Without --show the value stays hidden: it says that "
        + "the secret can be read, and names the keys of one that is a JSON object. " + StoreOptions.About,
        ("secretskit secret get store.yaml orders/database", "the keys that it has"),
        ("secretskit secret get --show --property password vault:///secret orders/database", "one value, as it is"),
        ("secretskit secret get --metadata store.yaml orders/database", "names of its labels or tags"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var store = StoreOptions.Store("STORE", "The store.");
        var name = new Argument<string>("NAME") { Description = "The store's name of the secret." };
        var property = VerbOptions.Text("--property", "PATH", "A part of the value: a key, or a path such as users.0.name.", "-p");
        var version = VerbOptions.Text("--version", "VERSION", "An older version, as the store names it. Default the newest.");
        var metadata = VerbOptions.Switch("--metadata", "Read labels or tags instead of the value.");
        var map = VerbOptions.Switch("--map", "Take the value apart into its keys, as dataFrom.extract does.");
        var show = VerbOptions.Switch("--show", "Print the value. Nothing is added to it if the output is no terminal.");
        var output = StoreOptions.OutputFormat("one object");
        var options = new StoreOptions();
        var command = new Command("get") { store, name, property, version, metadata, map, show, output };
        options.AddTo(command);
        return new(command, Help, (parsed, ct) => new SecretGetHandler(context, options.Read(parsed)).RunAsync(
            new(
                parsed.GetRequiredValue(store),
                new RemoteRef(parsed.GetRequiredValue(name))
                {
                    Property = parsed.GetValue(property) ?? "",
                    Version = parsed.GetValue(version) ?? "",
                    IsMetadata = parsed.GetValue(metadata),
                })
            {
                IsMap = parsed.GetValue(map),
                Shows = parsed.GetValue(show),
                IsJson = VerbOptions.WantsJson(parsed, output),
            },
            ct));
    }
}
