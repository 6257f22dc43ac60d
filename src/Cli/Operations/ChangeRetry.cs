using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Operations;

/// <summary>
/// Repeats a change that came too late: another program changed the file after it was read and
/// before it was written. For changes that can be applied to whatever the file holds by then, such as setting one value.
/// </summary>
internal static class ChangeRetry
{
    /// <summary>How many times a change is tried, with growing random pauses between: several seconds in all.</summary>
    public const int MostTries = 25;

    private const int LongestPause = 512;

    /// <summary>Runs the change until no other program comes between.</summary>
    /// <param name="host">Clock and randomness of the pauses.</param>
    /// <param name="change">Reads the file, applies the change, writes the file.</param>
    /// <param name="ct">Ends the pauses.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileChanged"/>: even the last try came too late. Whatever else the change throws.
    /// </exception>
    public static async Task<T> RunAsync<T>(CliHost host, Func<Task<T>> change, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await change();
            }
            catch (SecretsKitException failure) when (failure.Code == ErrorCode.FileChanged && tries < MostTries)
            {
                // Writers that meet once would meet again after equal pauses.
                await Task.Delay(Pause(host, tries), host.Clock, ct);
            }
        }
    }

    private static TimeSpan Pause(CliHost host, int tries)
    {
        Span<byte> random = stackalloc byte[2];
        host.Random(random);
        var longest = Math.Min(LongestPause, 2 << Math.Min(tries, 16));
        return TimeSpan.FromMilliseconds(1 + (BitConverter.ToUInt16(random) % longest));
    }
}
