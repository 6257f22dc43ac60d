using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Crypto;

namespace SecretsKit.Cli.Diffing;

/// <summary>What is held still while charts are rendered to be compared.</summary>
/// <param name="Seed">What random values are drawn from.</param>
/// <param name="Time">What the clock shows.</param>
internal sealed record DiffMoment(ReadOnlyMemory<byte> Seed, DateTimeOffset Time)
{
    // Past the longest period in which what a template prints of a date repeats.
    private static readonly TimeSpan Shift = TimeSpan.FromDays(400) + new TimeSpan(5, 7, 11);

    /// <summary>Now.</summary>
    public static DiffMoment Of(CliHost host) => new(Draw(host), host.Clock.GetUtcNow());

    /// <summary>A later time, and other random values.</summary>
    public DiffMoment Later(CliHost host) => new(Draw(host), Time + Shift);

    private static byte[] Draw(CliHost host)
    {
        var seed = new byte[Sha256.Size];
        host.Random(seed);
        return seed;
    }
}
