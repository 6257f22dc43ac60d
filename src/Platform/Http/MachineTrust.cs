using System.Security.Cryptography.X509Certificates;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Http;

/// <summary>
/// The authorities that the machine trusts. On Linux the base library reads every certificate of the machine, up to three times over,
/// before the first handshake of a process, even where a server is checked against an authority of its own: 40 ms, four times what a
/// command against a cluster takes otherwise. So a program that calls <see cref="TakeOver"/> reads them here, once, and only when a
/// server is checked against them.
/// </summary>
/// <remarks>
/// After that, the base library by itself trusts no authority: other clients of TLS in the process (of a database, of a cloud's SDK) are
/// given <see cref="Roots"/>.
/// </remarks>
public static class MachineTrust
{
    private static Lazy<X509Certificate2Collection>? _roots;

    /// <summary>
    /// The authorities, read when this is asked for the first time; null where the base library decides, because nothing has called
    /// <see cref="TakeOver"/>. Shared: not to be changed.
    /// </summary>
    public static X509Certificate2Collection? Roots => _roots?.Value;

    /// <summary>
    /// Makes this class responsible for the whole process. Does nothing on systems other than Linux, where trust is not made of files.
    /// To be called once, when the process has no other thread yet and its variables are read: children see none of it.
    /// </summary>
    /// <param name="environment">
    /// Its <c>SSL_CERT_FILE</c> and <c>SSL_CERT_DIR</c> (folders separated by colons) replace the files and folders of the system, as in
    /// OpenSSL and Go.
    /// </param>
    public static void TakeOver(HostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var (file, folders) = (environment.Variable("SSL_CERT_FILE"), environment.Variable("SSL_CERT_DIR"));
        _roots = new(() => new TrustFiles(file, folders).Read());
        _ = Libc.SetVariable("SSL_CERT_FILE", "/dev/null", 1);
        _ = Libc.SetVariable("SSL_CERT_DIR", "/dev/null", 1);
    }
}
