using System.Security.Authentication;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>A server's certificate was refused; carries the cause through the base library, which wraps it.</summary>
internal sealed class CertificateRefusedException(CertificateProblem problem) : AuthenticationException("the certificate was refused")
{
    /// <summary>The cause.</summary>
    public CertificateProblem Problem { get; } = problem;
}
