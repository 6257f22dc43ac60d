using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Pushing;

/// <summary>One write to a store, or what is wrong with one: the steps before it are done. Not a record: it holds a secret.</summary>
/// <param name="store">Where.</param>
internal sealed class PushStep(StoreRef store)
{
    public StoreRef Store { get; } = store;

    /// <summary>What the status says of it; null where there is only a problem.</summary>
    public PushRow? Row { get; init; }

    /// <summary>What is written.</summary>
    public SecretPush? Push { get; init; }

    /// <summary>What is wrong; empty if nothing is.</summary>
    public string Problem { get; init; } = "";

    /// <summary>The store as statuses name it.</summary>
    public static string NameOf(StoreRef store) => $"{store.Kind}/{store.Name}";

    /// <summary>Where it goes, never what.</summary>
    public override string ToString() => $"PushStep({NameOf(Store)} {Row?.StatusName})";
}
