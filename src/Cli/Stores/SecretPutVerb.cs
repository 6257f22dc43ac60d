using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Verbs;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Cli.Stores;

/// <summary>The words of <c>secret put</c>.</summary>
internal static class SecretPutVerb
{
    private static readonly VerbText Help = new(
        "secret put [options] STORE NAME",
        "Writes one secret, or with --property one key of a secret that is a JSON object, as a PushSecret of the agent would: a secret "
        + "that was not made by this program, or by the reference operator, is left alone, and nothing is written if the value is there "
        + "already. The value comes from standard input or a file, or is asked for on a terminal without being shown; it is never on the "
        + "command line. " + StoreOptions.About,
        ("secretskit secret put store.yaml orders/database --property password", "asks for the value"),
        ("pwgen -s 32 1 | secretskit secret put vault:///secret orders/token", "a value from another program"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var store = StoreOptions.Store("STORE", "The store.");
        var name = new Argument<string>("NAME") { Description = "The store's name of the secret." };
        var property = VerbOptions.Text("--property", "KEY", "The key to write; the others stay.", "-p");
        var valueFile = VerbOptions.Text("--value-file", "FILE", "Read the value from this file.");
        var input = VerbOptions.Switch("--value-stdin", "Read the value from standard input, even if that is a terminal or empty.");
        var metadata = VerbOptions.Text(
            "--metadata-file", "FILE", "Settings for the store, as spec.data[].metadata of a PushSecret has them, such as tags.");
        var options = new StoreOptions();
        var command = new Command("put") { store, name, property, valueFile, input, metadata };
        options.AddTo(command);
        return new(command, Help, (parsed, ct) => new SecretPutHandler(context, options.Read(parsed)).RunAsync(
            new(
                parsed.GetRequiredValue(store),
                new PushTarget(parsed.GetRequiredValue(name), parsed.GetValue(property) ?? ""),
                new ValueSource { File = parsed.GetValue(valueFile), FromInput = parsed.GetValue(input) })
            {
                MetadataFile = parsed.GetValue(metadata),
            },
            ct));
    }
}
