using System.Buffers.Text;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Stores;

/// <content>No value is in a failure: neither one that was read and damaged on the way, nor one that is written and comes back.</content>
public abstract partial class StoreFaultContract
{
    private const string ValueCanary = "canary-value-50217";

    private static readonly string[] ValueTexts =
    [
        ValueCanary, Convert.ToBase64String(Encoding.ASCII.GetBytes(ValueCanary)).TrimEnd('='),
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(ValueCanary)),
    ];

    [Fact]
    public async Task A_secret_that_is_missing_is_none_and_no_failure()
    {
        var server = Serve(_ => Missing());
        await using var store = Create(server.Url, null, null);
        if (MissingIsAFailure)
        {
            var failure = await Assert.ThrowsAsync<ProviderException>(async () => await store.GetAsync(new(Key), Ct));
            Assert.Equal(ProviderFault.NotFound, failure.Failure.Fault);
            return;
        }

        Assert.Null(await store.GetAsync(new(Key), Ct));
        Assert.Null(await store.GetMapAsync(new(Key), Ct));
    }

    [Fact]
    public async Task What_was_read_and_damaged_on_the_way_is_in_no_failure()
    {
        var content = await MarkedAsync();
        var failures = 0;
        for (var length = 1; length < content.Length; length += Math.Max(1, content.Length / 25))
        {
            var damaged = content[..length];
            var server = Serve(_ => ServedAnswer.Kept(damaged));
            failures += await FailuresAsync(Create(server.Url, null, null), new(Key));
        }

        foreach (var damaged in (string[])[content.Replace(':', ','), content.Replace('}', ']'), "[" + content + "]", content + content])
        {
            var server = Serve(_ => ServedAnswer.Kept(damaged));
            failures += await FailuresAsync(Create(server.Url, null, null), new(Key));
        }

        Assert.InRange(failures, 25, int.MaxValue);
    }

    [Fact]
    public async Task What_is_not_as_it_was_asked_for_is_in_no_failure()
    {
        var content = await MarkedAsync();
        var server = Serve(_ => ServedAnswer.Kept(content));
        foreach (var reference in (RemoteRef[])[
            new(Key), new(Key) { Property = "none" }, new(Key) { Property = "k.none" }, new(Key) { Property = "a.b.#(c==1)" },
            new(Key) { IsMetadata = true }, new(Key) { IsMetadata = true, Property = "none" }])
        {
            await FailuresAsync(Create(server.Url, null, null), reference);
        }
    }

    [Fact]
    public async Task What_is_written_is_in_no_failure_even_if_the_server_repeats_it()
    {
        var echoed = 0;
        var server = Serve(request =>
        {
            var body = Encoding.UTF8.GetString(request.Body);
            if (!ValueTexts.Any(text => body.Contains(text, StringComparison.Ordinal)))
            {
                return Prepared(request);
            }

            echoed++;
            return Error(400, "", "odd: " + body.Replace('"', '\'').Replace("\n", "", StringComparison.Ordinal)
                .Replace("\\", "", StringComparison.Ordinal));
        });
        await using var store = Create(server.Url, null, null);
        if (store is not IWritableSecretStore writable)
        {
            Assert.Equal(StoreCapabilities.ReadOnly, store.Capabilities);
            return;
        }

        var value = SecretValue.OfText(ValueCanary);
        var failure = await Assert.ThrowsAsync<ProviderException>(async () => await writable.PushAsync(
            new(new(Key, "k")) { Value = value, Data = new() { ["k"] = value }, SecretKey = "k" }, Ct));
        AssertHidden(failure);
        Assert.InRange(echoed, 1, MostAttempts);
    }

    /// <summary>What the vendor says of a secret that is not there.</summary>
    protected abstract ServedAnswer Missing();

    /// <summary>What the vendor says to requests before the value is written.</summary>
    protected virtual ServedAnswer Prepared(ServedRequest request) => Missing();

    /// <summary>Whether a secret that is missing is a failure.</summary>
    protected virtual bool MissingIsAFailure => false;

    private static void AssertHidden(SecretsKitException failure)
    {
        foreach (var text in ValueTexts)
        {
            Assert.DoesNotContain(text, failure + failure.Hint + failure.Problem, StringComparison.Ordinal);
        }
    }

    // A success of the vendor whose value is marked.
    private async Task<string> MarkedAsync()
    {
        var request = new ServedRequest("GET", "/", new Dictionary<string, string> { ["Authorization"] = "Bearer " + Canary });
        using var written = new MemoryStream();
        await Success(request).WriteAsync(written, Ct);
        var answer = Encoding.UTF8.GetString(written.ToArray());
        var content = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var marked = content.Replace(":\"value\"", $":\"{ValueCanary}\"", StringComparison.Ordinal).Replace(
            Convert.ToBase64String("value"u8), Convert.ToBase64String(Encoding.ASCII.GetBytes(ValueCanary)), StringComparison.Ordinal);
        Assert.NotEqual(content, marked);
        return marked;
    }

    private static async Task<int> FailuresAsync(ISecretStore store, RemoteRef reference)
    {
        await using (store)
        {
            var count = 0;
            foreach (var read in (Func<Task>[])[
                async () => await store.GetAsync(reference, Ct), async () => await store.GetMapAsync(reference, Ct),
                async () => await store.FindAsync(new() { Name = "." }, Ct)])
            {
                try
                {
                    await read();
                }
                catch (SecretsKitException failure)
                {
                    AssertHidden(failure);
                    count++;
                }
            }

            return count;
        }
    }
}
