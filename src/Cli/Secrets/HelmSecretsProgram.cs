using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Secrets.Wrapper;
using SecretsKit.Cli.Sops;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets;

/// <summary>The helm-secrets command line (spec helm-secrets.md part 2), with the names of its 3.x releases too.</summary>
internal sealed class HelmSecretsProgram(CliHost host, IReadOnlyList<string> words, string calledAs = "helm") : ICliProgram
{
    /// <summary>The release whose behaviour this is.</summary>
    private const string Version = "4.8.0-dev";

    private const string PluginFailed = "Error: plugin \"secrets\" exited with error";

    // Helm ends the message of its plugin by a line of its own, and a getter's by another; without Helm the first is ours to print.
    private bool _helmReports = host.Environment.Variable("HELM_PLUGIN_NAME") is { Length: > 0 };

    /// <inheritdoc/>
    public Dialect Dialect => Dialect.HelmSecrets;

    /// <summary>How help writes the program's name. Default <c>helm secrets</c>.</summary>
    public string HelpName { get; init; } = "helm secrets";

    /// <inheritdoc/>
    public string Verb { get; private set; } = "";

    private HelmSecretsHelp Help => new(HelpName);

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var options = HelmSecretsOptions.Parse(host.Environment, words);
        if (options.Version)
        {
            host.WriteLine(Version);
            return ExitCodes.Success;
        }

        if (options.Help || options.Rest is [])
        {
            Help.Overview().Print(host);
            return options.Help ? ExitCodes.Success : Fail();
        }

        Verb = options.Rest[0];
        string[] rest = [.. options.Rest.Skip(1)];
        var command = HelmSecretsCommands.Find(Verb);
        var asksForHelp = rest is ["--help" or "-h" or "help", ..];
        if (asksForHelp || (command is null && rest is []))
        {
            (command is null ? Help.OfHelm(DisplayText.Field(Verb)) : Help.Of(command)).Print(host);
            return ExitCodes.Success;
        }

        _helmReports |= Verb is "downloader" or "secrets-getter";
        if (command is { NeedsFile: true } && rest is [])
        {
            return Refuse(command);
        }

        await using var keyring = await GpgKeyring.OfVariableAsync(host, ct);
        return await RunAsync(new(keyring?.Host ?? host, options), command, rest, ct);
    }

    /// <inheritdoc/>
    public void Report(SecretsKitException failure)
    {
        host.Output.Flush();
        host.WriteErrorLine(failure is HelmSecretsFailure ? failure.Message : SopsMessages.For(Verb, failure));
        Fail();
    }

    private async Task<int> RunAsync(HelmSecretsSession session, HelmSecretsCommand? command, string[] rest, CancellationToken ct)
    {
        if (command is null)
        {
            var exit = await WrappedHelm.RunAsync(
                session.Host, await new HelmWords(session).ResolveAsync(session.Options.Rest, ct), calledAs, ct);
            return exit == ExitCodes.Success ? exit : Fail(exit);
        }

        await command.Run(session, rest, ct);
        return ExitCodes.Success;
    }

    // The reference prints the help and this line, both on standard output.
    private int Refuse(HelmSecretsCommand command)
    {
        Help.Of(command).Print(host);
        host.WriteLine($"Error: {(command.Name == "clean" ? "Chart package" : "secrets file")} required.");
        return Fail();
    }

    private int Fail(int exit = 1)
    {
        host.Output.Flush();
        if (!_helmReports)
        {
            host.WriteErrorLine(PluginFailed);
        }

        return exit;
    }
}
