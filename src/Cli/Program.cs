using SecretsKit.Cli.ChartTesting;
using SecretsKit.Cli.Completion;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Keys;
using SecretsKit.Cli.Kubeconform;
using SecretsKit.Cli.Secrets;
using SecretsKit.Cli.Sops;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli;

/// <summary>
/// The entry point: picks a command line dialect from the program's name and the first word, and turns failures into exit codes.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        var standard = StandardStreams.Claim();
        ProcessHardening.Apply();
        using var process = ProcessHost.Create(standard);
        return await RunAsync(process.ProgramName, arguments, process.Host, process.Cancellation);
    }

    /// <summary>Runs one command line.</summary>
    /// <param name="programName">The name the program was called by; a link named as a reference tool behaves as that tool.</param>
    /// <param name="arguments">The words after it.</param>
    /// <param name="host">Streams, environment, clock.</param>
    /// <param name="ct">Fires on SIGINT, SIGTERM and SIGHUP.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string programName, IReadOnlyList<string> arguments, CliHost host, CancellationToken ct)
    {
        // Identities in the environment are for us alone: editors, gpg and git get along without them.
        using var keys = new RunKeys();
        using var redaction = host.Redaction.CreateChild();
        host = host.With(host.Environment.Withholding("SOPS_AGE_KEY"), keys: keys, redaction: redaction);
        var program = Select(programName, arguments, host);
        using var resources = program as IDisposable;
        try
        {
            var exit = await program.RunAsync(ct);
            host.Output.Flush(); // What cannot be written fails here, and not when the process is taken down.
            return exit;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            if (host.ErrorIsTerminal)
            {
                // The cursor is behind a question or a ^C: the shell's prompt shall not.
                host.WriteErrorLine("");
            }

            return ExitCodes.For(program.Dialect, program.Verb, ErrorCode.Cancelled);
        }
        catch (SecretsKitException failure)
        {
            program.Report(failure);
            return ExitCodes.For(program.Dialect, program.Verb, failure.Code);
        }
        catch (IOException failure) when (failure.HResult == BrokenPipe)
        {
            // The reader of our output went away (| head): nobody is left to tell.
            return ExitCodes.For(program.Dialect, program.Verb, ErrorCode.General);
        }
        catch (Exception failure) when (OutputFailure.Of(failure) is { } unwritten)
        {
            program.Report(unwritten);
            return ExitCodes.For(program.Dialect, program.Verb, unwritten.Code);
        }
#pragma warning disable CA1031 // The process edge: a defect of ours must end in one line, and its text may hold anything.
        catch (Exception defect) when (!host.TestOnlyThrowDefects)
#pragma warning restore CA1031
        {
            host.WriteErrorLine($"secretskit: internal error ({defect.GetType().Name}); nothing more was written. Please report the " +
                "command line without its secrets.");
            return ExitCodes.For(program.Dialect, program.Verb, ErrorCode.General);
        }
    }

    private static readonly string[] WithHelpOfTheirOwn =
        ["sops", "helm", "helm3", "secrets", "template", "lint", "unittest", "kubeconform", "ct"];

    // EPIPE as the base library reports it on Unix.
    private const int BrokenPipe = 32;

    private static ICliProgram Select(string programName, IReadOnlyList<string> arguments, CliHost host)
    {
        if (HelmProgram.Serves(programName) && HelmCompletionProgram.Serves(arguments))
        {
            return new HelmCompletionProgram(host, arguments, programName);
        }

        if (CompletionProgram.Serves(programName, arguments))
        {
            return new CompletionProgram(programName, host, arguments, OwnVerbs.Table);
        }

        switch (programName)
        {
            case "sops":
                return new SopsProgram(host, arguments);
            case "ct":
                return new ChartTestingProgram(host, arguments, "ct");
            case var name when HelmProgram.Serves(name) && arguments is ["secrets", ..]:
                return new HelmSecretsProgram(host, [.. arguments.Skip(1)], programName);
            case var name when HelmProgram.Serves(name):
                return new HelmProgram(host, arguments, SecretUrls.Of, name);
            case "helm-secrets":
                return new HelmSecretsProgram(host, arguments) { HelpName = "helm-secrets" };
            case "kubeconform":
                return new KubeconformProgram(host, arguments, programName);
        }

        // 'help helm upgrade' is 'helm upgrade --help'.
        arguments = arguments is ["help", var word, ..] && WithHelpOfTheirOwn.Contains(word, StringComparer.Ordinal)
            ? [.. arguments.Skip(1), "--help"]
            : arguments;
        return arguments switch
        {
            ["sops", ..] => new SopsProgram(host, [.. arguments.Skip(1)]) { CalledAs = "secretskit sops" },
            ["ct", ..] => new ChartTestingProgram(host, [.. arguments.Skip(1)], "secretskit ct"),
            ["helm" or "helm3", ..] when HelmCompletionProgram.Serves([.. arguments.Skip(1)]) =>
                new HelmCompletionProgram(host, [.. arguments.Skip(1)], arguments[0]),
            ["helm" or "helm3", "secrets", ..] => new HelmSecretsProgram(host, [.. arguments.Skip(2)], arguments[0])
            {
                HelpName = $"secretskit {arguments[0]} secrets",
            },
            ["template" or "lint" or "unittest", ..] => new HelmProgram(host, arguments, SecretUrls.Of) { IsOwnVerb = true },
            ["helm" or "helm3", ..] => new HelmProgram(host, [.. arguments.Skip(1)], SecretUrls.Of, arguments[0])
            {
                HelpName = $"secretskit {arguments[0]}",
            },
            ["kubeconform", ..] => new KubeconformProgram(host, [.. arguments.Skip(1)], "secretskit kubeconform"),
            ["secrets", ..] => new HelmSecretsProgram(host, [.. arguments.Skip(1)]) { HelpName = "secretskit secrets" },
            _ => new VerbProgram(host, arguments, OwnVerbs.Table),
        };
    }
}
