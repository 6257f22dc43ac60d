using System.Diagnostics;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Packaging;

/// <summary>Runs the scripts of <c>build/</c>, and programs out of what they made.</summary>
internal static class BuildScript
{
    /// <summary>Runs <c>build/NAME</c> with a fixed time for all files.</summary>
    /// <returns>Exit code, standard output and standard error.</returns>
    internal static Task<(int Code, string Output, string Error)> RunAsync(string name, params string[] arguments) =>
        StartAsync(Path.Combine(Checkout.Root, "build", name), arguments);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Exit code, standard output and standard error.</returns>
    internal static async Task<(int Code, string Output, string Error)> StartAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOURCE_DATE_EPOCH"] = "86400";
        using var process = Process.Start(start)!;
        var ct = TestContext.Current.CancellationToken;
        var error = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, output, await error);
    }
}
