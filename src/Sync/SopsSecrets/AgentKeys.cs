using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Sync.Caching;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.SopsSecrets;

/// <summary>
/// The keys of the agent, out of one Secret that is watched: they are replaced while the agent runs. Files that are being decrypted go on
/// with the old ones. Without a Secret there are none. Safe on all threads.
/// </summary>
/// <param name="secret">The Secret; an empty name for none.</param>
/// <param name="random">Randomness.</param>
/// <param name="clock">The clock.</param>
internal sealed class AgentKeys(ObjectKey secret, RandomFill random, TimeProvider clock)
    : WatchedObjects(new(new("", "v1", "Secret", "secrets") { IsNamespaced = true }, secret.Namespace)
    {
        Options = new() { FieldSelector = $"metadata.name={secret.Name}" },
    }), IDisposable
{
    private readonly List<Action> _listeners = [];
    private readonly SopsKeyFiles _files = new($"the Secret {secret}");

    /// <summary>Whether a Secret was named.</summary>
    public bool IsWatched => secret.Name.Length > 0;

    /// <summary>Calls when the keys were replaced. Before it runs.</summary>
    public void Listen(Action replaced) => _listeners.Add(replaced);

    /// <summary>The keys that serve a namespace, also those that come later.</summary>
    public KeyRing For(string ns) => _files.For(ns, random, clock);

    /// <inheritdoc/>
    public void Dispose() => _files.Dispose();

    /// <summary>The Secret, never what it holds.</summary>
    public override string ToString() => $"AgentKeys({secret})";

    /// <inheritdoc/>
    protected override void Take(MapValue tree, bool isGone)
    {
        if (new ObjectHead(tree).Name == secret.Name)
        {
            _files.Replace(isGone ? null : tree);
            _listeners.ForEach(static replaced => replaced());
        }
    }
}
