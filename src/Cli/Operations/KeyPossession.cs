using System.Collections.Concurrent;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Cli.Operations;

/// <summary>
/// Whether private keys at hand belong to recipients, each looked up once in a run. No passphrase is asked for. Safe for several files
/// at once.
/// </summary>
/// <param name="keys">The keys at hand.</param>
internal sealed class KeyPossession(KeyRing keys)
{
    private const int PartLength = 32;

    private readonly ConcurrentDictionary<(KeyType, string), Task<bool?>> _answers = new();

    /// <summary>Whether a key at hand can unwrap what a service wrapped.</summary>
    /// <param name="chain">The services.</param>
    /// <param name="wrapped">The key of a file.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>Null where that is unknown without asking for a passphrase.</returns>
    public static ValueTask<bool?> HoldsAsync(KeyServiceChain chain, WrappedKey wrapped, CancellationToken ct) =>
        AnyAsync(chain, wrapped.Key, (_, possession) => possession.HoldsAsync(wrapped, ct));

    /// <summary>Whether the keys at hand open what is encrypted for these groups.</summary>
    /// <param name="groups">The recipients by group.</param>
    /// <param name="needed">How many groups must be opened.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <returns>Null where that is unknown without asking for a passphrase.</returns>
    public async ValueTask<bool?> OpensAsync(IReadOnlyList<KeyGroup> groups, int needed, CancellationToken ct)
    {
        var (opened, possible) = (0, 0);
        foreach (var group in groups)
        {
            bool? held = false;
            foreach (var key in group.Keys)
            {
                held = await HoldsAsync(key, ct) switch { true => true, null => null, false => held };
                if (held == true)
                {
                    break;
                }
            }

            opened += held == true ? 1 : 0;
            possible += held != false ? 1 : 0;
        }

        return opened >= needed ? true : possible >= needed ? null : false;
    }

    private Task<bool?> HoldsAsync(MasterKey key, CancellationToken ct) =>
        _answers.GetOrAdd((key.Type, key.Id), _ => TryAsync(key, ct).AsTask());

    // A recipient does not say whose it is, but what was wrapped for it opens or does not.
    private ValueTask<bool?> TryAsync(MasterKey key, CancellationToken ct) => AnyAsync(keys.Services, key, async (service, possession) =>
    {
        try
        {
            using var part = new KeyPart(new byte[PartLength]);
            var text = await service.WrapAsync(key, part, ct);
            return await possession.HoldsAsync(new(key, text, null), ct);
        }
        catch (KeyServiceException)
        {
            return null; // Wrapping the data key fails as well, and says why.
        }
    });

    // True if any service says so, null if none does and one cannot say.
    private static async ValueTask<bool?> AnyAsync(
        KeyServiceChain chain, MasterKey key, Func<IKeyService, IKeyPossession, ValueTask<bool?>> ask)
    {
        bool? held = false;
        foreach (var service in chain.Services.Where(service => service.Serves(key.Type)))
        {
            var answer = service is IKeyPossession possession ? await ask(service, possession) : null;
            if (answer == true)
            {
                return true;
            }

            held = answer is null ? null : held;
        }

        return held;
    }
}
