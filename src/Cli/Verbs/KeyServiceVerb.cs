using System.CommandLine;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Serving;
using SecretsKit.Core.Display;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>keyservice</c>.</summary>
internal static class KeyServiceVerb
{
    private static readonly VerbText Help = new(
        "keyservice [options]",
        "Serves the keys of this machine to other programs: to a container, or by a forwarded socket to a machine that shall hold no keys. "
        + "It speaks the protocol of sops, which has neither TLS nor authentication: whoever can connect can use the keys, and data keys "
        + "cross the connection in the clear. So use a Unix socket or a loopback address. It ends with Ctrl+C or SIGTERM.",
        ("secretskit keyservice --network unix --address $XDG_RUNTIME_DIR/keys.sock", "for programs of yours"),
        ("secretskit keyservice --prompt", "asks you before each use of a key"),
        ("sops decrypt --keyservice unix:///run/user/1000/keys.sock FILE", "what the other side runs"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var network = VerbOptions.Choice("--network", "NETWORK", "Where to listen: tcp (the default) or unix.", ["tcp", "unix"], "--net");
        var address = VerbOptions.Text(
            "--address", "ADDRESS", "HOST:PORT, or the path of the socket; 127.0.0.1:5000 if left out.", "--addr");
        var prompt = VerbOptions.Switch("--prompt", "Ask before each use of a key.");
        var verbose = VerbOptions.Switch("--verbose", "Tell of each use of a key.");
        return new(new Command("keyservice") { network, address, prompt, verbose }, Help, async (parsed, ct) =>
        {
            var terminal = context.Terminal;
            await new KeyServing(context.Host).RunAsync(
                new(parsed.GetValue(network) ?? "tcp", parsed.GetValue(address) ?? "127.0.0.1:5000")
                {
                    Ask = parsed.GetValue(prompt) ? KeyNames.Of : null,
                    Warn = text => terminal.Say(DisplayText.Message($"warning: {text}"), TextStyle.Warning),
                    Started = text => terminal.Say(DisplayText.Message($"keys are served at {text}")),
                    Report = parsed.GetValue(verbose)
                        ? use => terminal.Say(DisplayText.Message(
                            $"{(use.Succeeded ? "used" : "could not use")} {KeyNames.Of(use.Key)}"
                            + $" to {use.Operation.ToString().ToLowerInvariant()}"))
                        : null,
                },
                ct);
            return ExitCodes.Success;
        });
    }
}
