using System.Text;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Integration.Platform;

/// <summary>Runs the probe program: one piece of Platform in a process of its own.</summary>
internal static class ProbeRun
{
    internal static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "SecretsKit.Probe");

    internal static HostEnvironment Host { get; } = HostEnvironment.FromProcess();

    /// <summary>Runs a program with arguments, the probe's path wherever one is <c>probe</c>; captured text and status.</summary>
    internal static async Task<(int ExitCode, int? Signal, string Output, string Error)> Run(string program, params string[] arguments)
    {
        using var result = await new ProcessRunner().RunAsync(
            new()
            {
                Program = program == "probe" ? Program : program,
                Arguments = [.. arguments.Select(a => a == "probe" ? Program : a)],
                Environment = Host,
            },
            TestContext.Current.CancellationToken);
        return (result.ExitCode, result.Signal, Encoding.UTF8.GetString(result.Output.Span), Encoding.UTF8.GetString(result.Error.Span));
    }

    /// <summary>The same without capabilities: what root may not do then, nobody may.</summary>
    internal static Task<(int ExitCode, int? Signal, string Output, string Error)> RunWithoutPrivileges(params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? Run("setpriv", ["--bounding-set=-all", "--inh-caps=-all", "probe", .. arguments])
            : Run("probe", arguments);

    /// <summary>
    /// Runs a shell script in which mounts may be made that nobody else sees; skips where the system
    /// does not allow it. <c>$0</c> is the probe.
    /// </summary>
    internal static async Task<(int ExitCode, int? Signal, string Output, string Error)> RunWithMounts(
        string script, params string[] arguments)
    {
        string[] unshare = Environment.IsPrivilegedProcess ? ["--mount"] : ["--mount", "--user", "--map-root-user"];
        var allowed = await Run("unshare", [.. unshare, "mount", "-t", "tmpfs", "none", "/mnt"]);
        Assert.SkipUnless(allowed.ExitCode == 0, "mounts are not allowed here: " + allowed.Error.Trim());
        return await Run("unshare", [.. unshare, "sh", "-ec", script, "probe", .. arguments]);
    }
}
