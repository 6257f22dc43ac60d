using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Vault.Api;
using SecretsKit.Providers.Vault.Kv;

namespace SecretsKit.Tests.Vault;

/// <summary>Lists of keys below a folder.</summary>
public sealed class KvListTests
{
    [Fact]
    public async Task A_server_that_makes_up_folders_is_asked_so_often_and_no_more()
    {
        var server = new EndlessFolders();
        var client = new KvClient(server, new("secret", isVersioned: true));
        var failure = await Assert.ThrowsAsync<ProviderException>(
            async () => await client.ListAsync("", TestContext.Current.CancellationToken));
        Assert.Contains("there are more keys or folders than can be searched", failure.Message, StringComparison.Ordinal);
        Assert.InRange(server.Asked, 2, 100_001);
    }

    // A thousand folders in a folder, two deep; no key anywhere.
    private sealed class EndlessFolders : IKvRequests
    {
        private static readonly byte[] Folders = Encoding.UTF8.GetBytes(
            $$$"""{"data":{"keys":[{{{string.Join(',', Enumerable.Range(0, 1000).Select(at => $"\"f{at}/\""))}}}]}}""");

        public int Asked { get; private set; }

        public Task<VaultResponse?> AskAsync(HttpMethod method, string path, string query, string operation, CancellationToken ct)
        {
            Asked++;
            byte[] content = path.Count(letter => letter == '/') > 4 ? [.. """{"data":{"keys":[]}}"""u8] : [.. Folders];
            return Task.FromResult<VaultResponse?>(new VaultResponse(200, path, content));
        }

        public Task<VaultResponse?> WriteAsync(
            string path, ReadOnlyMemory<byte> body, HttpIdempotence idempotence, string operation, CancellationToken ct) =>
            throw new NotSupportedException();
    }
}
