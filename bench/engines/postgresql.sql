-- The conversion as a DBA would type it for PostgreSQL: set-based, without journal, checks and undo.
UPDATE idn_oidc_property SET property_value = 'JWT'
 WHERE property_key = 'tokenType' AND property_value IS DISTINCT FROM 'JWT'
   AND (property_value IS NULL OR LOWER(property_value) IN ('', 'default', 'oauth', 'null', 'jwt'))
   AND EXISTS (SELECT 1 FROM idn_oauth_consumer_apps a
                WHERE a.consumer_key = idn_oidc_property.consumer_key
                  AND a.tenant_id = idn_oidc_property.tenant_id AND a.oauth_version = 'OAuth-2.0');
INSERT INTO idn_oidc_property (tenant_id, consumer_key, property_key, property_value)
SELECT a.tenant_id, a.consumer_key, 'tokenType', 'JWT' FROM idn_oauth_consumer_apps a
 WHERE a.oauth_version = 'OAuth-2.0' AND NOT EXISTS
   (SELECT 1 FROM idn_oidc_property p WHERE p.consumer_key = a.consumer_key
      AND p.tenant_id = a.tenant_id AND p.property_key = 'tokenType');
UPDATE am_application SET token_type = 'JWT'
 WHERE token_type IS DISTINCT FROM 'JWT'
   AND (NOT EXISTS (SELECT 1 FROM am_application_key_mapping m
                     WHERE m.application_id = am_application.application_id
                       AND m.consumer_key IS NOT NULL)
     OR EXISTS (SELECT 1 FROM am_application_key_mapping m
                  JOIN idn_oauth_consumer_apps a ON a.consumer_key = m.consumer_key
                 WHERE m.application_id = am_application.application_id));
UPDATE sp_metadata SET value = 'JWT'
 WHERE name = 'TokenType' AND value <> 'JWT' AND sp_id IN
   (SELECT i.app_id FROM sp_inbound_auth i
      JOIN idn_oauth_consumer_apps a ON a.consumer_key = i.inbound_auth_key
     WHERE i.inbound_auth_type = 'oauth2');
