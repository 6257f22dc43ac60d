using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>
/// The files of a Linux system that hold trusted certificates, at the places where Go looks for them. What cannot be read, or is no
/// certificate, is passed over, as it is there.
/// </summary>
/// <param name="file">Replaces the system's bundle; null or empty for the first one that is there.</param>
/// <param name="folders">Replace the system's folders, separated by colons; null or empty for these.</param>
internal sealed class TrustFiles(string? file, string? folders)
{
    private static readonly string[] Bundles =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/tls/cacert.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    private static readonly string[] Folders = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

    // The bundle of Debian and its kin is made of the files of these folders.
    private static readonly string[] Bundled = ["/usr/share/ca-certificates/", "/usr/local/share/ca-certificates/"];

    /// <summary>All certificates, each once.</summary>
    public X509Certificate2Collection Read()
    {
        var roots = new X509Certificate2Collection();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var bundle = file is { Length: > 0 } ? file : Bundles.FirstOrDefault(File.Exists);
        if (bundle is not null)
        {
            Add(bundle, roots, known);
        }

        var isBundled = roots.Count > 0 && file is not { Length: > 0 };
        foreach (var folder in folders is { Length: > 0 } ? folders.Split(':', StringSplitOptions.RemoveEmptyEntries) : Folders)
        {
            foreach (var path in Entries(folder).Where(path => path != bundle && !(isBundled && IsBundled(path))))
            {
                Add(path, roots, known);
            }
        }

        return roots;
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Names made of hashes lead to other files of their folder.
    private static bool IsBundled(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: false) is { } link
        && (Path.GetDirectoryName(link.FullName) == Path.GetDirectoryName(path)
            || Bundled.Any(folder => link.FullName.StartsWith(folder, StringComparison.Ordinal)));

    private static void Add(string path, X509Certificate2Collection roots, HashSet<string> known)
    {
        foreach (var certificate in Certificates(path))
        {
            if (known.Add(certificate.Thumbprint))
            {
                roots.Add(certificate);
            }
            else
            {
                certificate.Dispose();
            }
        }
    }

    private static IEnumerable<X509Certificate2> Certificates(string path)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        var start = 0;
        while (PemEncoding.TryFindUtf8(content.AsSpan(start), out var fields))
        {
            var rest = content.AsMemory(start);
            start += fields.Location.End.GetOffset(rest.Length);
            if (rest.Span[fields.Label].SequenceEqual("CERTIFICATE"u8)
                && Certificate(Decode(rest.Span[fields.Base64Data], fields)) is { } one)
            {
                yield return one;
            }
        }

        if (start == 0 && Certificate(content) is { } binary)
        {
            yield return binary;
        }
    }

    private static byte[] Decode(ReadOnlySpan<byte> base64, PemFields fields)
    {
        var decoded = new byte[fields.DecodedDataLength];
        System.Buffers.Text.Base64.DecodeFromUtf8(base64, decoded, out _, out _);
        return decoded;
    }

    private static X509Certificate2? Certificate(byte[] data)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(data);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
