using SecretsKit.Releases.Records.Storage;
using SecretsKit.Releases.Records.Storage.Memory;

namespace SecretsKit.Integration.Releases;

/// <summary>Records in this process.</summary>
public sealed class MemoryReleaseStorageTests : ReleaseStorageContract
{
    private MemoryReleaseStorage? _storage;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IReleaseStorage Open(string ns) => (_storage ??= new(Namespace, Clock)).In(ns);

    protected override Task<string> OtherNamespaceAsync() => Task.FromResult(Namespace + "-other");
}
