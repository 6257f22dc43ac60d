using SecretsKit.Agent.Logging;
using SecretsKit.Agent.Settings;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Lifetime;
using SecretsKit.Platform.Terminal;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Agent;

/// <summary>The entry point: flags and environment in, an agent until SIGTERM, an exit code out.</summary>
internal static class Program
{
    private const int Failed = 1;

    private static async Task<int> Main(string[] arguments)
    {
        var standard = StandardStreams.Claim();
        ProcessHardening.Apply();
        using var signals = new Signals();
#pragma warning disable RS0030 // The composition root is where the console and the clock are touched.
        var environment = HostEnvironment.FromProcess();
        MachineTrust.TakeOver(environment);
        var clock = TimeProvider.System;
        await using var output = standard.Output(Console.OpenStandardOutput);
        await using var error = standard.Error(Console.OpenStandardError);
#pragma warning restore RS0030
        if (arguments is ["--help" or "-h" or "help"])
        {
            return await TryWriteAsync(output, AgentFlags.Help()) ? 0 : await FailAsync(error, "the help cannot be written");
        }

        AgentSettings settings;
        try
        {
            settings = AgentSettings.Read(arguments, environment);
        }
        catch (SecretsKitException failure)
        {
            return await FailAsync(error, failure.Message);
        }

        var log = new StructuredLog(error, settings.Log, clock);
        using var levels = log.SwitchOnSignal();
        try
        {
            await new AgentRun(settings, environment, log, clock).RunAsync(signals.Token);
            log.Write(LogLevel.Info, "stopped");
            return 0;
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return 0;
        }
        catch (SecretsKitException failure)
        {
            log.Write(LogLevel.Error, "cannot go on", ("error", failure.Message), ("hint", failure.Hint ?? ""));
            return Failed;
        }
#pragma warning disable CA1031 // The process edge: a defect of ours must end in one line, and its text may hold anything.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            log.Write(LogLevel.Error, "internal error", ("type", defect.GetType().Name));
            return Failed;
        }
    }

    private static async Task<int> FailAsync(Stream error, string message)
    {
        await error.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"secretskit-agent: {message}\n"));
        return Failed;
    }

    private static async Task<bool> TryWriteAsync(Stream output, byte[] text)
    {
        try
        {
            await output.WriteAsync(text);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
