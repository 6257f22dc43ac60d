using System.Runtime.Versioning;
using SecretsKit.Cli.Hosting;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Execution;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its status; meaningless if a signal ended it.</param>
/// <param name="Signal">The number of the signal that ended it, or null.</param>
/// <param name="Text">The same in words: <c>exit status 2</c>, <c>signal: terminated</c>; empty where nothing is to be said.</param>
internal sealed record ChildEnd(int ExitCode, int? Signal, string Text)
{
    /// <summary>It runs in the background.</summary>
    public static ChildEnd Background { get; } = new(0, null, "exit status 0");

    /// <summary>Whether it exited by itself with status 0.</summary>
    public bool Succeeded => Signal is null && ExitCode == 0;
}

/// <summary>Runs commands that users name, on the streams of the host.</summary>
internal static class ChildRunner
{
    private static readonly string[] KeyVariables = ["SOPS_AGE_KEY"];

    /// <summary>
    /// Runs a command. In a process of our own it gets our streams and our signals; elsewhere its output is copied at its end.
    /// </summary>
    /// <param name="host">Streams, variables, working directory.</param>
    /// <param name="request">What runs and how.</param>
    /// <param name="ct">Ends the wait before the start; later a signal is the command's affair.</param>
    /// <returns>How it ended. Does not return if the process becomes the command.</returns>
    /// <exception cref="ProcessStartException">It did not start.</exception>
    public static async Task<ChildEnd> RunAsync(CliHost host, ChildRequest request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();

        // The command may run for days; the keys that decrypted its values are not kept so long.
        host.Keys.Dispose();
        await host.Output.FlushAsync(ct);
        if (request.Start == ChildStart.Background && !OperatingSystem.IsWindows())
        {
            ForegroundProgram.StartInBackground(Describe(host, request, StreamRoute.Null, default));
            return ChildEnd.Background;
        }

        if (!host.OwnsProcess)
        {
            using var input = new MemoryStream();
            await host.Input.CopyToAsync(input, ct);
            using var captured = await new ProcessRunner().RunAsync(Describe(host, request, StreamRoute.Pipe, input.ToArray()), ct);
            await host.Output.WriteAsync(captured.Output, ct);
            await host.WriteErrorOfCommandAsync(captured.Error, ct);

            // A command that had taken our place would leave nobody to comment on its end.
            return request.Start == ChildStart.Become ? End(captured) with { Text = "" } : End(captured);
        }

        var described = Describe(host, request, StreamRoute.Inherit, default);
        if (request.Start == ChildStart.Become && !OperatingSystem.IsWindows())
        {
            ForegroundProgram.Become(described);
        }

        using var result = await ForegroundProgram.RunAsync(described, ct);
        return End(result);
    }

    /// <summary>
    /// Runs a command that may outlive us on plaintext: a file without a name, in memory, which it
    /// inherits and which is gone with the last process that holds it.
    /// </summary>
    [SupportedOSPlatform("linux")]
    public static async Task<ChildEnd> RunOnMemoryFileAsync(
        CliHost host, ChildRequest request, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        using var file = MemoryFile.Create("plaintext", content.Span);
        return await RunAsync(host, request.On("/dev/fd/3", file), ct);
    }

    private static ChildEnd End(ProcessResult result) => new(result.ExitCode, result.Signal, result.Describe());

    private static ProcessRequest Describe(CliHost host, ChildRequest request, StreamRoute route, ReadOnlyMemory<byte> input) => new()
    {
        Program = request.Command.Executable,
        Arguments = request.Command.Arguments,
        Environment = request.Inherits == ChildEnvironment.Everything ? host.Environment.HandingOn(KeyVariables) : host.Environment,
        StaysInFolder = host.OwnsProcess,
        OnlyGivenVariables = request.Inherits == ChildEnvironment.Pristine,
        Variables = [.. request.User.Variables, .. request.Variables],
        Files = request.Files,
        Uses = request.Folder is { } folder ? [folder] : [],
        InputFrom = route,
        OutputTo = route,
        ErrorTo = route,
        Input = input,
    };
}
