using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Text;

namespace SecretsKit.Core.Envelope.Files;

/// <summary>
/// The master keys that are at hand, and what encrypting needs besides: randomness and a clock. Whoever
/// makes it owns the key services behind it and keeps them alive while it is in use. Safe for concurrent use if they are.
/// </summary>
/// <param name="services">What wraps and unwraps data keys, in the order in which they are asked.</param>
/// <param name="random">Fills buffers with random bytes: data keys, IVs, shares.</param>
/// <param name="clock">Dates wrapped keys and files.</param>
public sealed class KeyRing(KeyServiceChain services, RandomFill random, TimeProvider clock)
{
    /// <summary>What wraps and unwraps data keys, in the order in which they are asked.</summary>
    public KeyServiceChain Services { get; } = services;

    /// <summary>The source of data keys, IVs and shares.</summary>
    public RandomFill Random { get; } = random;

    /// <summary>The time in UTC, in whole seconds: files hold no fractions.</summary>
    public Timestamp Now => NowOf(clock);

    /// <summary>The time of a clock as files hold it: in UTC, in whole seconds.</summary>
    public static Timestamp NowOf(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return new(clock.GetUtcNow().ToUnixTimeSeconds(), 0, 0);
    }
}
