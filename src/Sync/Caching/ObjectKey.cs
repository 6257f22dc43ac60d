using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Caching;

/// <summary>An object of a kind that is clear from where the key is used.</summary>
/// <param name="Namespace">Its namespace; empty for objects of the whole cluster.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    /// <summary>The key of an object. Namespaces are few and live long: all keys of one share its text.</summary>
    public static ObjectKey Of(ObjectHead head) => new(string.Intern(head.Namespace), head.Name);

    /// <summary>As messages name it.</summary>
    public override string ToString() => Namespace.Length > 0 ? $"{Namespace}/{Name}" : Name;
}
