using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SecretsKit.Testing.Http;

namespace SecretsKit.Tests.Platform.Http;

/// <summary>What contracts of clients of a server that fails have in common: servers that end with the test, and ways to fail.</summary>
public abstract class FaultContract : IDisposable
{
    /// <summary>A value that is part of the credentials, and must not be in any message.</summary>
    protected const string Canary = "canary-credential-93417";

    private const int TooLarge = 100 * 1024 * 1024;

    private readonly List<IDisposable> _kept = [];

    /// <summary>A content that ends before its length.</summary>
    protected static ServedAnswer BrokenOff { get; } =
        ServedAnswer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\n{\"data\":{");

    /// <summary>Another protocol.</summary>
    protected static ServedAnswer NotHttp { get; } = ServedAnswer.Raw("SSH-2.0-OpenSSH_9.2\r\n");

    /// <summary>A content of 100 MB.</summary>
    protected static ServedAnswer Huge => ServedAnswer.Zeros(TooLarge);

    /// <summary>A port of this machine where nothing listens.</summary>
    protected static int UnusedPort
    {
        get
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// A certificate that is not right for 127.0.0.1: of an <c>unknown</c> issuer, of another <c>name</c>, or <c>expired</c>.
    /// </summary>
    protected static X509Certificate2 WrongCertificate(string kind) => kind == "expired"
        ? TestCertificates.Signed(["127.0.0.1"], DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(-2))
        : TestCertificates.SelfSigned(kind == "name" ? "other.test" : "127.0.0.1");

    /// <summary>Stops waiting for a call once the server got its request, which must end the call.</summary>
    protected static async Task StopWaitingAsync(HttpServer server, Func<CancellationToken, Task> call)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = call(stop.Token);
        while (server.Requests.Count == 0)
        {
            await Task.Delay(5, Ct);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await running);
    }

    /// <summary>Starts a server that the test's end stops.</summary>
    /// <param name="answer">Its answers.</param>
    /// <param name="certificate">What it shows; null for no encryption.</param>
    protected HttpServer Serve(Func<ServedRequest, ServedAnswer> answer, X509Certificate2? certificate)
    {
        var server = new HttpServer(answer, certificate);
        _kept.Add(server);
        return server;
    }

    /// <summary>Keeps something until the test's end, where it goes before the servers.</summary>
    protected T Keep<T>(T item)
        where T : IDisposable
    {
        _kept.Insert(0, item);
        return item;
    }

    /// <summary>Stops the servers.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _kept.ForEach(item => item.Dispose());
        }
    }
}
