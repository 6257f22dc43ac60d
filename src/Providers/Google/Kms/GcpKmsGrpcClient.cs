using System.Security.Cryptography;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Google.Credentials;
using SecretsKit.Providers.Grpc;
using SecretsKit.Providers.Grpc.Protobuf;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Google.Kms;

/// <summary>Cloud KMS by gRPC (<c>google.cloud.kms.v1</c>).</summary>
internal sealed class GcpKmsGrpcClient(IHttpTransport http, string server, IHttpAuthenticator authenticator) : IGcpKmsClient
{
    private const string Service = "/google.cloud.kms.v1.KeyManagementService/";
    private const int Name = 1;
    private const int Content = 2;

    // What Google's client allows for a call.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly GrpcClient _grpc = new(http, server);

    /// <inheritdoc/>
    public Task<byte[]> EncryptAsync(string name, ReadOnlyMemory<byte> plaintext, CancellationToken ct) =>
        CallAsync("Encrypt", name, plaintext, 2, ct);

    /// <inheritdoc/>
    public Task<byte[]> DecryptAsync(string name, ReadOnlyMemory<byte> ciphertext, CancellationToken ct) =>
        CallAsync("Decrypt", name, ciphertext, 1, ct);

    private async Task<byte[]> CallAsync(string method, string name, ReadOnlyMemory<byte> content, int resultField, CancellationToken ct)
    {
        using var message = new ProtobufWriter().Text(Name, name).Bytes(Content, content.Span);
        byte[]? response = null;
        var sent = new SentAttempt(authenticator);
        try
        {
            response = await _grpc.CallAsync(new(Service + method, message.Written)
            {
                Headers = new() { { "x-goog-request-params", "name=" + GoogleText.QueryEscape(name) } },
                Authenticator = sent,
                Timeout = Timeout,
                MayRepeat = true,
            }, ct);
            return Field(response, resultField)
                ?? throw new GcpKmsException(
                    ProviderFault.InvalidResponse, "rpc error: code = Internal desc = grpc: failed to unmarshal the received message");
        }
        catch (GrpcException failure)
        {
            throw new GcpKmsException(
                FaultOf(failure.Status.Code), SentSecrets.Clear(
                    (failure.Message + "\n" + GoogleErrorDetail.Of(failure.Details.Span)).Trim(),
                    [sent.Bearer, Convert.ToBase64String(content.Span)]));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(response);
        }
    }

    private static byte[]? Field(ReadOnlySpan<byte> message, int field)
    {
        byte[] found = [];
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader.Field == field && reader.Type == ProtobufWireType.Length)
            {
                CryptographicOperations.ZeroMemory(found);
                found = GC.AllocateUninitializedArray<byte>(reader.Bytes.Length, pinned: true);
                reader.Bytes.CopyTo(found);
            }
        }

        return reader.IsMalformed ? null : found;
    }

    private static ProviderFault FaultOf(GrpcStatusCode code) => code switch
    {
        GrpcStatusCode.Unauthenticated => ProviderFault.Unauthenticated,
        GrpcStatusCode.PermissionDenied or GrpcStatusCode.FailedPrecondition => ProviderFault.Denied,
        GrpcStatusCode.NotFound => ProviderFault.NotFound,
        GrpcStatusCode.InvalidArgument => ProviderFault.InvalidRequest,
        GrpcStatusCode.ResourceExhausted => ProviderFault.Throttled,
        GrpcStatusCode.DeadlineExceeded => ProviderFault.TimedOut,
        GrpcStatusCode.Unavailable => ProviderFault.Unreachable,
        _ => ProviderFault.ServerFailed,
    };
}
