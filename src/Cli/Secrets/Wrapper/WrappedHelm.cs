using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets.Wrapper;

/// <summary>Hands a prepared command line to our helm command line, in process. Its failures are reported in its way.</summary>
internal static class WrappedHelm
{
    /// <summary>Runs it.</summary>
    /// <param name="host">Streams and environment.</param>
    /// <param name="invocation">The words and what they decrypt to.</param>
    /// <param name="calledAs">Whose generation counts: <c>helm</c> or <c>helm3</c>.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Helm's exit code.</returns>
    public static async Task<int> RunAsync(CliHost host, HelmInvocation invocation, string calledAs, CancellationToken ct)
    {
        var program = new HelmProgram(host, invocation.Words, SecretUrls.Of, calledAs, invocation);
        try
        {
            return await program.RunAsync(ct);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            program.Report(failure);
            return ExitCodes.For(program.Dialect, program.Verb, failure.Code);
        }
        finally
        {
            invocation.Wipe();
        }
    }
}
