namespace SecretsKit.Releases.Contents;

/// <summary>The live objects of one kind of a release, or pods that belong to others of its objects.</summary>
/// <typeparam name="T">In which form: objects or tables.</typeparam>
/// <param name="Name">Version and kind, as <c>v1/Deployment</c>; pods have <c>v1/Pod(related)</c>.</param>
/// <param name="Items">At least one.</param>
public sealed record LiveSection<T>(string Name, IReadOnlyList<T> Items);
