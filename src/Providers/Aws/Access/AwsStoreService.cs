namespace SecretsKit.Providers.Aws.Access;

/// <summary>A service of AWS that stores secrets, and what its calls need.</summary>
/// <param name="Provider">What people call it.</param>
/// <param name="Name">Its name in addresses and signatures.</param>
/// <param name="Target">What the header <c>X-Amz-Target</c> begins with.</param>
/// <param name="EndpointVariable">The variable of the reference that has another address.</param>
/// <param name="Variable">Its name in AWS's own variables for addresses.</param>
internal sealed record AwsStoreService(string Provider, string Name, string Target, string EndpointVariable, string Variable)
{
    /// <summary>AWS Secrets Manager.</summary>
    public static AwsStoreService SecretsManager { get; } =
        new("AWS Secrets Manager", "secretsmanager", "secretsmanager", "AWS_SECRETSMANAGER_ENDPOINT", "SECRETS_MANAGER");

    /// <summary>AWS Systems Manager Parameter Store.</summary>
    public static AwsStoreService ParameterStore { get; } = new("AWS Parameter Store", "ssm", "AmazonSSM", "AWS_SSM_ENDPOINT", "SSM");
}
